package dev.interlock.write;

import dev.interlock.api.Caller;
import dev.interlock.api.Fingerprint;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.api.Json;
import dev.interlock.testkit.TestDatabase;
import java.sql.PreparedStatement;
import java.time.Instant;

/// The least conditional statement: it takes its key, and always accepts.
record RememberedNothing(String key) implements ConditionalStatement<String> {

  private static final String SQL =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT c.caller, 'nothing', c.idempotency_key, c.fingerprint, 'accepted'
        FROM (SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
                     ?::text AS grant_wait, ?::text AS key_wait, ?::text AS wait) c
      ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
      RETURNING verdict, detail::text AS detail, created_at AS decided_at
      """;

  @Override
  public CommandIdentity identity() {
    return new CommandIdentity(
        new Caller("alice"), "nothing", new IdempotencyKey(key), Fingerprint.of(key));
  }

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) {
    // It has no parameters of its own.
  }

  @Override
  public String verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word;
  }

  long keysIn(TestDatabase database) {
    return database.number(
        "SELECT count(*) FROM idempotency WHERE idempotency_key = '" + key + "'");
  }
}
