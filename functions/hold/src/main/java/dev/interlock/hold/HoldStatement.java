package dev.interlock.hold;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Decides a hold and places it, in one statement.
///
/// The guard row is the source account's. Placing, settling and spending write it, so any two of
/// them conflict there. The destination's row is written too, but not changed, so that a concurrent
/// closing conflicts there and cannot miss this hold.
final class HoldStatement extends ConditionalStatement<HoldCommand, HoldVerdict> {

  HoldStatement() {
    super(HoldCommand.OPERATION, HoldVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS source_id, ?::uuid AS destination_id,
    ?::bigint AS amount, ?::text AS currency, ?::text AS reference,
    ?::timestamptz AS held_until
    """;
  }

  @Override
  protected String lookups() {
    return """
    -- Locked until we commit: a revoke either waits for us, or is seen here.
    caller_grant AS MATERIALIZED (
      SELECT p.role, p.expires_at
        FROM command c
        JOIN permission p ON p.resource_id = c.source_id AND p.principal = c.caller
         FOR SHARE OF p
    )
    """;
  }

  @Override
  protected String found() {
    return """
    g.role, g.expires_at,
    s.status AS source_status, s.currency AS source_currency, s.balance AS source_balance,
    s.held AS source_held,
    d.status AS destination_status, d.currency AS destination_currency
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    LEFT JOIN account s ON s.id = c.source_id
    LEFT JOIN account d ON d.id = c.destination_id
    """;
  }

  @Override
  protected String live() {
    return """
    -- What expired holds still take up. They are folded below, so that they do not pile up.
    SELECT coalesce(sum(h.amount), 0)::bigint AS expired
      FROM hold h
     WHERE h.source_id = f.source_id AND h.state = 'open' AND h.expires_at <= f.decided_at
       AND f.source_held > 0
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.source_status IS NULL OR f.role IS NULL OR f.role = 'none'
         OR f.expires_at <= f.decided_at
      THEN 'source-not-found'
    WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN f.destination_status IS NULL THEN 'destination-not-found'
    WHEN f.source_status <> 'open' THEN 'source-closed'
    WHEN f.destination_status <> 'open' THEN 'destination-closed'
    WHEN f.source_currency <> f.currency THEN 'source-currency-mismatch'
    WHEN f.destination_currency <> f.currency THEN 'destination-currency-mismatch'
    WHEN f.held_until <= f.decided_at THEN 'expiry-past'
    WHEN f.source_balance - f.source_held + live.expired < f.amount THEN 'insufficient-funds'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object(
        'id', d.id, 'fromAvailable', d.source_balance - d.source_held + d.expired - d.amount)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT l.account_id, l.held, l.versions
      FROM accepted a
     CROSS JOIN LATERAL
           (VALUES (a.source_id, a.amount - a.expired, 1), (a.destination_id, 0, 0))
           AS l (account_id, held, versions)
     ORDER BY l.account_id
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE account a
       SET held = a.held + t.held, version = a.version + t.versions
      FROM target t
     WHERE a.id = t.account_id
    RETURNING a.id, a.version, a.balance, t.held, a.held AS held_after, t.versions
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, hold_id, amount, balance_after, held, held_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.id, m.version, d.id, 0, m.balance, m.held, m.held_after,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
       WHERE m.versions > 0
      RETURNING account_id
    ),
    -- Places the new hold and folds the expired ones: CockroachDB writes a table only once in a
    -- statement.
    placed AS (
      INSERT INTO hold
        (id, source_id, destination_id, amount, expires_at, created_at, reference)
      SELECT h.id, h.source_id, h.destination_id, h.amount, h.held_until, h.decided_at, h.reference
        FROM (
          SELECT a.id, a.source_id, a.destination_id, a.amount, a.held_until, a.decided_at,
                 a.reference,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
           WHERE m.versions > 0
          UNION ALL
          SELECT h.id, h.source_id, h.destination_id, h.amount, h.expires_at, h.created_at,
                 h.reference,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
            JOIN hold h ON h.source_id = a.source_id AND h.state = 'open'
                       AND h.expires_at <= a.decided_at
           WHERE m.versions > 0 AND a.expired > 0
        ) h
      ON CONFLICT (id) DO UPDATE SET state = 'expired'
      RETURNING id
    )
    """;
  }

  @Override
  protected List<String> rows(HoldCommand command) {
    return List.of("account/" + command.from(), "account/" + command.to());
  }

  @Override
  protected void bind(PreparedStatement statement, HoldCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.from());
    statement.setObject(next++, command.to());
    statement.setLong(next++, command.amountMinor());
    statement.setString(next++, command.currency());
    statement.setString(next++, command.reference().orElse(null));
    statement.setObject(next, command.expiresAt().atOffset(ZoneOffset.UTC));
  }

  @Override
  protected HoldVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? HoldVerdict.Accepted.of(detail, decidedAt)
        : refusal(HoldVerdict.Refusal.class, word);
  }
}
