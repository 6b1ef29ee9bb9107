package dev.interlock.transfer;

import dev.interlock.write.ConditionalStatement;
import org.jspecify.annotations.Nullable;

/// The same transfer where the source has the money only if expired holds no longer count. It folds
/// them: sets them `expired`, and takes them off what is held.
final class FoldingTransferStatement extends TransferStatement {

  @Override
  public @Nullable ConditionalStatement<TransferCommand, TransferVerdict> fallback() {
    return null;
  }

  @Override
  protected String live() {
    return """
    -- What expired holds still take up, if the money is needed.
    SELECT coalesce(sum(h.amount), 0)::bigint AS expired
      FROM hold h
     WHERE h.source_id = f.source_id AND h.state = 'open' AND h.expires_at <= f.decided_at
       AND f.source_held > 0 AND f.source_balance - f.source_held < f.amount
    """;
  }

  @Override
  String funds() {
    return """
    WHEN f.source_balance - f.source_held + live.expired < f.amount THEN 'insufficient-funds'\
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
}
