package dev.interlock.hold;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides a settlement and carries it out, in one statement.
///
/// The guard row is the source account's, as for the hold itself: of a settlement and anything that
/// spends the same money, the second fails with 40001 or finds the hold settled or expired.
final class SettlementStatement extends ConditionalStatement<SettlementCommand, SettlementVerdict> {

  SettlementStatement() {
    super(SettlementCommand.OPERATION, SettlementVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS hold_id, ?::bigint AS amount, ?::text AS reference
    """;
  }

  @Override
  protected String lookups() {
    return """
    placed AS MATERIALIZED (
      SELECT h.source_id, h.destination_id, h.amount AS held, h.state, h.expires_at AS held_until
        FROM command c
        JOIN hold h ON h.id = c.hold_id
    ),
    -- Locked until we commit: a revoke either waits for us, or is seen here. A role on either
    -- account lets the caller know of the hold; only one on the destination lets them settle it.
    caller_grant AS MATERIALIZED (
      SELECT p.resource_id, p.role, p.expires_at
        FROM command c
       CROSS JOIN placed h
        JOIN permission p ON p.principal = c.caller
             AND p.resource_id = ANY (ARRAY[h.source_id, h.destination_id])
         FOR SHARE OF p
    )
    """;
  }

  @Override
  protected String found() {
    return """
    h.source_id, h.destination_id, h.held, h.state, h.held_until,
    sg.role AS source_role, sg.expires_at AS source_role_expires_at,
    dg.role AS destination_role, dg.expires_at AS destination_role_expires_at,
    s.status AS source_status, s.currency,
    d.status AS destination_status, d.balance AS destination_balance
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN placed h ON true
    LEFT JOIN caller_grant sg ON sg.resource_id = h.source_id
    LEFT JOIN caller_grant dg ON dg.resource_id = h.destination_id
    LEFT JOIN account s ON s.id = h.source_id
    LEFT JOIN account d ON d.id = h.destination_id
    """;
  }

  @Override
  protected String live() {
    return """
    SELECT CASE WHEN f.source_role_expires_at <= f.decided_at THEN 'none'
                ELSE coalesce(f.source_role, 'none') END AS role_at_source,
           CASE WHEN f.destination_role_expires_at <= f.decided_at THEN 'none'
                ELSE coalesce(f.destination_role, 'none') END AS role_at_destination
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.source_status IS NULL OR f.destination_status IS NULL
         OR (live.role_at_source = 'none' AND live.role_at_destination = 'none')
      THEN 'hold-not-found'
    WHEN live.role_at_destination NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN f.state = 'settled' THEN 'hold-settled'
    WHEN f.state = 'expired' OR f.held_until <= f.decided_at THEN 'hold-expired'
    WHEN f.amount > f.held THEN 'amount-exceeds-hold'
    -- What is only released must never be stuck.
    WHEN f.amount > 0 AND (f.source_status <> 'open' OR f.destination_status <> 'open')
      THEN 'account-closed'
    WHEN f.destination_balance > 9007199254740991 - f.amount THEN 'balance-limit'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object(
        'id', d.id, 'from', d.source_id, 'to', d.destination_id, 'currency', d.currency,
        'released', d.held - d.amount, 'toBalance', d.destination_balance + d.amount)
    WHEN 'amount-exceeds-hold' THEN jsonb_build_object('held', d.held)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT l.account_id, l.amount, l.released
      FROM accepted a
     CROSS JOIN LATERAL
           (VALUES (a.source_id, -a.amount, a.held), (a.destination_id, a.amount, 0))
           AS l (account_id, amount, released)
     WHERE l.released > 0 OR l.amount > 0
     ORDER BY l.account_id
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE account a
       SET balance = a.balance + t.amount, held = a.held - t.released, version = a.version + 1
      FROM target t
     WHERE a.id = t.account_id
    RETURNING a.id, a.version, a.balance, a.held, t.amount, t.released
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, hold_id, settlement_id, amount, balance_after, held, held_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.id, m.version, d.hold_id, d.id, m.amount, m.balance,
             CASE WHEN m.released > 0 THEN -m.released END, CASE WHEN m.released > 0 THEN m.held END,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING account_id
    ),
    settled AS (
      UPDATE hold h
         SET state = 'settled', captured = s.amount, settled_at = s.decided_at
        FROM (
          SELECT a.hold_id, a.amount, a.decided_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
           WHERE m.released > 0
        ) s
       WHERE h.id = s.hold_id
      RETURNING h.id
    )
    """;
  }

  @Override
  protected String rowsFound() {
    return """
    SELECT 'account/' || unnest(ARRAY[h.source_id, h.destination_id])
      FROM command c JOIN hold h ON h.id = c.hold_id
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, SettlementCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.hold());
    statement.setLong(next++, command.amountMinor());
    statement.setString(next, command.reference().orElse(null));
  }

  @Override
  protected SettlementVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> SettlementVerdict.Accepted.of(detail, decidedAt);
      case "amount-exceeds-hold" -> new SettlementVerdict.AmountExceedsHold(detail.integer("held"));
      default -> refusal(SettlementVerdict.Refusal.class, word);
    };
  }
}
