package dev.interlock.stockdecrement;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The demo data's locations, and decrements as a caller would send them.
final class Decrements {

  static final String SHOP = "b0000000-0000-4000-8000-000000000001";
  static final String BOBS_SHOP = "b0000000-0000-4000-8000-000000000002";
  static final String ACCOUNT = "a0000000-0000-4000-8000-000000000001";
  static final String ABSENT = "b0000000-0000-4000-8000-0000000000ff";

  private Decrements() {}

  /// One line.
  static Event event(String caller, String key, String sku, long quantity) {
    return event(caller, key, SHOP, List.of(Map.entry(sku, quantity)));
  }

  /// Lines in this order.
  static Event event(
      String caller, String key, String location, List<Map.Entry<String, Long>> lines) {
    List<String> items =
        lines.stream()
            .map(line ->
                "{\"sku\": \"%s\", \"quantity\": %d}".formatted(line.getKey(), line.getValue()))
            .toList();
    return Event.post("/stock-decrements")
        .caller(caller)
        .key(key)
        .body("{\"location\": \"%s\", \"lines\": %s}".formatted(location, items));
  }

  /// Lines in this order, at the shop.
  static Event event(String caller, String key, List<Map.Entry<String, Long>> lines) {
    return event(caller, key, SHOP, lines);
  }

  /// This many lines of SKUs added by [#stockMany].
  static List<Map.Entry<String, Long>> lines(String prefix, int count, long quantity) {
    return IntStream.range(0, count)
        .mapToObj(i -> Map.entry(prefix + "%03d".formatted(i), quantity))
        .toList();
  }

  /// A caller's request for the stock of a SKU.
  static Event read(String caller, String location, String sku) {
    return Event.get("/stock/{location}/{sku}")
        .caller(caller)
        .path("location", location)
        .path("sku", sku);
  }

  static Answer send(StockDecrementHandler handler, Event event) {
    return Answer.of(handler, event.json());
  }

  static long onHand(TestDatabase database, String sku) {
    return database.number(
        "SELECT on_hand FROM stock WHERE location_id = '%s' AND sku = '%s'".formatted(SHOP, sku));
  }

  /// Adds SKUs to the shop, as the back office does.
  static void stock(TestDatabase database, String sku, long onHand) {
    database.run(
        """
        INSERT INTO stock (location_id, sku, on_hand, version) VALUES ('%1$s', '%2$s', %3$d, 1);
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
          VALUES ('%1$s', '%2$s', 1, %3$d, %3$d)
        """
            .formatted(SHOP, sku, onHand));
  }

  /// Adds SKUs named by a prefix and three digits.
  static void stockMany(TestDatabase database, String prefix, int count, long onHand) {
    for (Map.Entry<String, Long> line : lines(prefix, count, onHand)) {
      stock(database, line.getKey(), onHand);
    }
  }

  /// Grants a role at the shop without a journal row, as the back office does for the first owners.
  ///
  /// @param expiresAt an SQL expression
  static void grant(TestDatabase database, String principal, String role, String expiresAt) {
    database.run(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%s', '%s', '%s', %s)
        ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = EXCLUDED.role, expires_at = EXCLUDED.expires_at
        """
            .formatted(SHOP, principal, role, expiresAt));
  }

  /// The number of decrements so far.
  static long carriedOut(TestDatabase database) {
    return database.number("SELECT count(DISTINCT decrement_id) FROM stock_entry");
  }
}
