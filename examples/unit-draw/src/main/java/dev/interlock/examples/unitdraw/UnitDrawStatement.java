package dev.interlock.examples.unitdraw;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Decides a command and carries it out, in one statement.
///
/// Two calls for one resource meet at its row in `unit_pool`.
final class UnitDrawStatement extends ConditionalStatement<UnitDrawCommand, UnitDrawVerdict> {

  UnitDrawStatement() {
    super(UnitDrawCommand.OPERATION, UnitDrawVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS resource_id, ?::bigint AS quantity
    """;
  }

  @Override
  protected String lookups() {
    return callerGrant("resource_id", "unit-pool");
  }

  @Override
  protected String found() {
    return """
    g.role, g.expires_at, u.remaining
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    LEFT JOIN unit_pool u ON u.id = c.resource_id
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.remaining IS NULL OR f.role IS NULL OR f.role = 'none'
         OR f.expires_at <= f.decided_at
      THEN 'not-found'
    WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN f.remaining < f.quantity THEN 'unit-draw-limit'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('id', d.id, 'remaining', d.remaining - d.quantity)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.resource_id, a.quantity
      FROM accepted a
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE unit_pool u
       SET remaining = u.remaining - t.quantity, version = u.version + 1
      FROM target t
     WHERE u.id = t.resource_id
    RETURNING u.id, u.version, u.remaining, t.quantity
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO unit_pool_entry
        (resource_id, version, id, quantity, remaining_after, caller, idempotency_key, created_at)
      SELECT m.id, m.version, d.id, -m.quantity, m.remaining,
             d.caller, d.idempotency_key, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING resource_id
    )
    """;
  }

  @Override
  protected List<String> rows(UnitDrawCommand command) {
    return List.of("unit_draw/" + command.resource());
  }

  @Override
  protected void bind(PreparedStatement statement, UnitDrawCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.resource());
    statement.setLong(next, command.quantity());
  }

  @Override
  protected UnitDrawVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? UnitDrawVerdict.Accepted.of(detail, decidedAt)
        : refusal(UnitDrawVerdict.Refusal.class, word);
  }
}
