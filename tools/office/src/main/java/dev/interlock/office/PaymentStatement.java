package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Pays money into an account, or out of it.
final class PaymentStatement extends AccountStatement<PaymentCommand> {

  @Override
  protected String command() {
    return """
    ?::text AS action, ?::uuid AS account_id, ?::bigint AS amount, ?::text AS currency,
    ?::text AS reference
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.status IS NULL THEN 'account-not-found'
    WHEN f.status <> 'open' THEN 'account-closed'
    WHEN f.account_currency <> f.currency THEN 'currency-mismatch'
    WHEN f.balance - f.held + live.expired < -f.amount THEN 'insufficient-funds'
    WHEN f.balance > 9007199254740991 - f.amount THEN 'balance-limit'
    """;
  }

  @Override
  String amount() {
    return "a.amount";
  }

  @Override
  String status() {
    return "NULL::text";
  }

  @Override
  protected void bind(PreparedStatement statement, PaymentCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, command.direction().action);
    statement.setObject(next++, command.account());
    statement.setLong(next++, command.signedAmountMinor());
    statement.setString(next++, command.currency());
    statement.setString(next, command.reference().orElse(null));
  }
}
