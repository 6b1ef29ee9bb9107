package dev.interlock.transfer;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides a transfer and carries it out, in one statement.
///
/// It looks at what is held of the source, and at no hold. If the amount would only be available
/// once expired holds no longer count, [FoldingTransferStatement] decides.
class TransferStatement extends ConditionalStatement<TransferCommand, TransferVerdict> {

  // Composed when it is first needed: a subclass cannot be created while this class is loaded.
  private static final class Fallback {
    static final FoldingTransferStatement STATEMENT = new FoldingTransferStatement();
  }

  TransferStatement() {
    super(TransferCommand.OPERATION, TransferVerdict.class);
  }

  @Override
  protected final String command() {
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
  protected final String found() {
    return """
    g.role, g.expires_at,
    s.status AS source_status, s.currency AS source_currency, s.balance AS source_balance,
    s.held AS source_held,
    d.status AS destination_status, d.currency AS destination_currency,
    d.balance AS destination_balance
    """;
  }

  @Override
  protected final String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    LEFT JOIN account s ON s.id = c.source_id
    LEFT JOIN account d ON d.id = c.destination_id
    """;
  }

  @Override
  public @Nullable ConditionalStatement<TransferCommand, TransferVerdict> fallback() {
    return Fallback.STATEMENT;
  }

  @Override
  protected final String decided() {
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
    %s
    WHEN f.destination_balance > 9007199254740991 - f.amount THEN 'balance-limit'
    """
        .formatted(funds());
  }

  /// Decides whether the source has the money.
  String funds() {
    return """
    WHEN f.source_balance < f.amount THEN 'insufficient-funds'
    WHEN f.source_held > 0 AND f.source_balance - f.source_held < f.amount THEN 'undecided'\
    """;
  }

  @Override
  protected final String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('id', d.id, 'fromBalance', d.source_balance - d.amount)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT l.account_id, l.amount
      FROM accepted a
     CROSS JOIN LATERAL (VALUES (a.source_id, -a.amount), (a.destination_id, a.amount))
           AS l (account_id, amount)
     ORDER BY l.account_id
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE account a
       SET balance = a.balance + t.amount, version = a.version + 1
      FROM target t
     WHERE a.id = t.account_id
    RETURNING a.id, a.version, a.balance, t.amount
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, transfer_id, amount, balance_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.id, m.version, d.id, m.amount, m.balance,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING account_id
    )
    """;
  }

  @Override
  protected final List<String> rows(TransferCommand command) {
    return List.of("account/" + command.from(), "account/" + command.to());
  }

  @Override
  protected final void bind(PreparedStatement statement, TransferCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.from());
    statement.setObject(next++, command.to());
    statement.setLong(next++, command.amountMinor());
    statement.setString(next++, command.currency());
    statement.setString(next, command.reference().orElse(null));
  }

  @Override
  protected final TransferVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? TransferVerdict.Accepted.of(detail, decidedAt)
        : refusal(TransferVerdict.Refusal.class, word);
  }
}
