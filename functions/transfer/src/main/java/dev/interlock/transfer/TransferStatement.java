package dev.interlock.transfer;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides a transfer and carries it out, in one statement.
final class TransferStatement extends ConditionalStatement<TransferCommand, TransferVerdict> {

  TransferStatement() {
    super(TransferCommand.OPERATION, TransferVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS source_id, ?::uuid AS destination_id,
    ?::bigint AS amount, ?::text AS currency, ?::text AS reference
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
    d.status AS destination_status, d.currency AS destination_currency,
    d.balance AS destination_balance
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
    -- What expired holds still take up. They are looked for, and folded below, only if the money is
    -- needed.
    SELECT coalesce(sum(h.amount), 0)::bigint AS expired
      FROM hold h
     WHERE h.source_id = f.source_id AND h.state = 'open' AND h.expires_at <= f.decided_at
       AND f.source_held > 0 AND f.source_balance - f.source_held < f.amount
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
    WHEN f.source_balance - f.source_held + live.expired < f.amount THEN 'insufficient-funds'
    WHEN f.destination_balance > 9007199254740991 - f.amount THEN 'balance-limit'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('id', d.id, 'fromBalance', d.source_balance - d.amount)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT l.account_id, l.amount, l.expired
      FROM accepted a
     CROSS JOIN LATERAL
           (VALUES (a.source_id, -a.amount, a.expired), (a.destination_id, a.amount, 0))
           AS l (account_id, amount, expired)
     ORDER BY l.account_id
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE account a
       SET balance = a.balance + t.amount, held = a.held - t.expired, version = a.version + 1
      FROM target t
     WHERE a.id = t.account_id
    RETURNING a.id, a.version, a.balance, a.held, t.amount, t.expired
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, transfer_id, amount, balance_after, held, held_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.id, m.version, d.id, m.amount, m.balance,
             CASE WHEN m.expired > 0 THEN -m.expired END, CASE WHEN m.expired > 0 THEN m.held END,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING account_id
    ),
    folded AS (
      UPDATE hold h
         SET state = 'expired'
        FROM (
          SELECT a.source_id, a.decided_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
           WHERE m.expired > 0
        ) e
       WHERE h.source_id = e.source_id AND h.state = 'open' AND h.expires_at <= e.decided_at
      RETURNING h.id
    )
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, TransferCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.from());
    statement.setObject(next++, command.to());
    statement.setLong(next++, command.amountMinor());
    statement.setString(next++, command.currency());
    statement.setString(next, command.reference().orElse(null));
  }

  @Override
  protected TransferVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? TransferVerdict.Accepted.of(detail, decidedAt)
        : refusal(TransferVerdict.Refusal.class, word);
  }
}
