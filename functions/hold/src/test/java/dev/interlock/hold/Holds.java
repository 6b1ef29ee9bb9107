package dev.interlock.hold;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.UUID;

/// Holds between the demo data's accounts, as callers send them and as the tables have them.
final class Holds {

  static final String ALICE_EUR = "a0000000-0000-4000-8000-000000000001";
  static final String BOB_EUR = "a0000000-0000-4000-8000-000000000002";
  static final String CAROL_EUR = "a0000000-0000-4000-8000-000000000003";
  static final String SHARED_EUR = "a0000000-0000-4000-8000-000000000006";
  static final String LATER = "2999-01-01T00:00:00Z";
  static final String EARLIER = "2001-01-01T00:00:00Z";

  private Holds() {}

  static String body(String from, String to, long amount, String expiresAt) {
    return """
    {"from": "%s", "to": "%s", "amount": %d, "currency": "EUR", "expiresAt": "%s"}\
    """
        .formatted(from, to, amount, expiresAt);
  }

  static Event place(String key, String from, String to, long amount) {
    return Event.post("/holds").caller("alice").key(key).body(body(from, to, amount, LATER));
  }

  /// Bob's settlement of a hold in his favour.
  static Event settle(String key, String hold, long amount) {
    return Event.post("/settlements")
        .caller("bob")
        .key(key)
        .body("{\"hold\": \"%s\", \"amount\": %d}".formatted(hold, amount));
  }

  static String id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
  }

  /// SQL that places a hold of alice's money for bob.
  ///
  /// @param expiresAt as SQL
  static String rows(String hold, String from, long amount, String expiresAt) {
    return """
    INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
      VALUES ('%1$s', '%2$s', '%3$s', %4$d, %5$s);
    UPDATE account SET held = held + %4$d, version = version + 1 WHERE id = '%2$s';
    INSERT INTO account_entry
      (account_id, version, hold_id, amount, balance_after, held, held_after)
      SELECT id, version, '%1$s', 0, balance, %4$d, held FROM account WHERE id = '%2$s';
    """
        .formatted(hold, from, BOB_EUR, amount, expiresAt);
  }

  /// SQL that places many holds at once, which have all expired.
  static String expired(int count, String from, long amount) {
    return """
    INSERT INTO hold (id, source_id, destination_id, amount, expires_at)
      SELECT gen_random_uuid(), '%1$s', '%2$s', %3$d,
             clock_timestamp() - n * interval '1 microsecond'
        FROM generate_series(1, %4$d) n;
    UPDATE account SET held = held + %3$d * %4$d, version = version + 1 WHERE id = '%1$s';
    INSERT INTO account_entry (account_id, version, amount, balance_after, held, held_after)
      SELECT id, version, 0, balance, %3$d * %4$d, held FROM account WHERE id = '%1$s';
    """
        .formatted(from, BOB_EUR, amount, count);
  }

  static long held(TestDatabase database, String account) {
    return database.number("SELECT held FROM account WHERE id = '" + account + "'");
  }

  static long count(TestDatabase database, String state) {
    return database.number("SELECT count(*) FROM hold WHERE state = '" + state + "'");
  }
}
