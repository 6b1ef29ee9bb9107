package dev.interlock.office;

import dev.interlock.write.Command;

/// Writes one account and journals it. Expired holds on its money are folded if it is needed.
abstract class AccountStatement<C extends Command> extends OfficeStatement<C> {

  /// What is added to the balance.
  abstract String amount();

  /// The new status, or null if it does not change.
  abstract String status();

  @Override
  protected final String found() {
    return """
    a.status, a.currency AS account_currency, a.balance, a.held, a.version
    """;
  }

  @Override
  protected final String joins() {
    return "LEFT JOIN account a ON a.id = c.account_id\n";
  }

  @Override
  protected final String live() {
    return """
    -- What expired holds still take up, if the money is needed.
    SELECT coalesce(sum(h.amount), 0)::bigint AS expired
      FROM hold h
     WHERE h.source_id = f.account_id AND h.state = 'open' AND h.expires_at <= f.decided_at
       AND f.held > 0 AND f.balance - f.held + %s < 0
    """
        .formatted(amount().replace("a.", "f."));
  }

  @Override
  protected final String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('command', d.action, 'account', d.account_id, 'version', d.version + 1,
        'balance', d.balance + %s)
    WHEN 'account-not-empty' THEN jsonb_build_object('balance', d.balance)
    WHEN 'insufficient-funds' THEN jsonb_build_object('balance', d.balance)
    WHEN 'currency-mismatch' THEN jsonb_build_object('currency', d.account_currency)
    """
        .formatted(amount().replace("a.", "d."));
  }

  @Override
  protected final String targets() {
    return """
    SELECT a.account_id, %s AS amount, %s AS status, a.expired FROM accepted a
    """
        .formatted(amount(), status());
  }

  @Override
  protected final String moved() {
    return """
    UPDATE account a
       SET balance = a.balance + t.amount, status = coalesce(t.status, a.status),
           held = a.held - t.expired, version = a.version + 1
      FROM target t
     WHERE a.id = t.account_id
    RETURNING a.id, a.version, a.balance, a.held, t.amount, t.status, t.expired
    """;
  }

  @Override
  protected final String journaled() {
    return """
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, amount, balance_after, status, held, held_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.id, m.version, m.amount, m.balance, m.status,
             CASE WHEN m.expired > 0 THEN -m.expired END, CASE WHEN m.expired > 0 THEN m.held END,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING account_id
    ),
    folded AS (
      UPDATE hold h
         SET state = 'expired'
        FROM (
          SELECT m.id, d.decided_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN decided d
           WHERE m.expired > 0
        ) e
       WHERE h.source_id = e.id AND h.state = 'open' AND h.expires_at <= e.decided_at
      RETURNING h.id
    )
    """;
  }
}
