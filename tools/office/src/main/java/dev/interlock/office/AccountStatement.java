package dev.interlock.office;

import dev.interlock.write.Command;

/// Writes one account and journals it.
abstract class AccountStatement<C extends Command> extends OfficeStatement<C> {

  /// What is added to the balance.
  abstract String amount();

  /// The new status, or null if it does not change.
  abstract String status();

  @Override
  protected final String found() {
    return """
    a.status, a.currency AS account_currency, a.balance, a.version
    """;
  }

  @Override
  protected final String joins() {
    return "LEFT JOIN account a ON a.id = c.account_id\n";
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
    SELECT a.account_id, %s AS amount, %s AS status FROM accepted a
    """
        .formatted(amount(), status());
  }

  @Override
  protected final String moved() {
    return """
    UPDATE account a
       SET balance = a.balance + t.amount, status = coalesce(t.status, a.status),
           version = a.version + 1
      FROM target t
     WHERE a.id = t.account_id
    RETURNING a.id, a.version, a.balance, t.amount, t.status
    """;
  }

  @Override
  protected final String journaled() {
    return """
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, amount, balance_after, status,
         caller, idempotency_key, reference, created_at)
      SELECT m.id, m.version, m.amount, m.balance, m.status,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING account_id
    )
    """;
  }
}
