package dev.interlock.stockreservation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.UUID;

/// Reservations at the demo data's location, as callers send them and as the tables have them.
final class Reservations {

  static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  static final String LATER = "2999-01-01T00:00:00Z";
  static final String EARLIER = "2001-01-01T00:00:00Z";

  private Reservations() {}

  static String body(String sku, long quantity, String expiresAt) {
    return """
    {"location": "%s", "lines": [{"sku": "%s", "quantity": %d}], "expiresAt": "%s"}\
    """
        .formatted(SHOP, sku, quantity, expiresAt);
  }

  static Event reserve(String key, String sku, long quantity) {
    return Event.post("/stock-reservations")
        .caller("alice")
        .key(key)
        .body(body(sku, quantity, LATER));
  }

  static Event settle(String key, String reservation, String sku, long quantity) {
    return Event.post("/reservation-settlements")
        .caller("alice")
        .key(key)
        .body(
            """
            {"reservation": "%s", "lines": [{"sku": "%s", "quantity": %d}]}\
            """
                .formatted(reservation, sku, quantity));
  }

  /// SQL that opens a stock row at the location.
  static String stock(String sku, long onHand) {
    return """
    INSERT INTO stock (location_id, sku, on_hand, version) VALUES ('%1$s', '%2$s', %3$d, 1);
    INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
      VALUES ('%1$s', '%2$s', 1, %3$d, %3$d);
    """
        .formatted(SHOP, sku, onHand);
  }

  static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  /// SQL that places a reservation of one line.
  ///
  /// @param expiresAt as SQL
  static String rows(String reservation, String sku, long quantity, String expiresAt) {
    return """
    INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
      VALUES ('%1$s', '%2$s', '%3$s', %4$d, %5$s);
    UPDATE stock SET reserved = reserved + %4$d, version = version + 1
     WHERE location_id = '%3$s' AND sku = '%2$s';
    INSERT INTO stock_entry
      (location_id, sku, version, reservation_id, quantity, on_hand_after, reserved, reserved_after)
      SELECT location_id, sku, version, '%1$s', 0, on_hand, %4$d, reserved
        FROM stock WHERE location_id = '%3$s' AND sku = '%2$s';
    """
        .formatted(reservation, sku, SHOP, quantity, expiresAt);
  }

  /// SQL that places many reservations of one unit at once, which have all expired.
  static String expired(int count, String sku) {
    return """
    INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, expires_at)
      SELECT gen_random_uuid(), '%1$s', '%2$s', 1,
             clock_timestamp() - n * interval '1 microsecond'
        FROM generate_series(1, %3$d) n;
    UPDATE stock SET reserved = reserved + %3$d, version = version + 1
     WHERE location_id = '%2$s' AND sku = '%1$s';
    INSERT INTO stock_entry
      (location_id, sku, version, quantity, on_hand_after, reserved, reserved_after)
      SELECT location_id, sku, version, 0, on_hand, %3$d, reserved
        FROM stock WHERE location_id = '%2$s' AND sku = '%1$s';
    """
        .formatted(sku, SHOP, count);
  }

  static long reserved(TestDatabase database, String sku) {
    return database.number(
        "SELECT reserved FROM stock WHERE location_id = '%s' AND sku = '%s'".formatted(SHOP, sku));
  }

  static long count(TestDatabase database, String state) {
    return database.number("SELECT count(*) FROM reservation_line WHERE state = '" + state + "'");
  }
}
