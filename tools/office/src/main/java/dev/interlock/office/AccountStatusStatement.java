package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Closes an account that is empty, or reopens one.
///
/// A transfer writes the same row, so either its effect is seen here, or it finds the account
/// closed.
final class AccountStatusStatement extends AccountStatement<AccountStatusCommand> {

  @Override
  protected String command() {
    return """
    ?::text AS action, ?::uuid AS account_id, ?::text AS new_status, ?::text AS reference
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.status IS NULL THEN 'account-not-found'
    WHEN f.status = f.new_status AND f.new_status = 'closed' THEN 'account-closed'
    WHEN f.status = f.new_status THEN 'account-open'
    WHEN f.new_status = 'closed' AND f.balance > 0 THEN 'account-not-empty'
    """;
  }

  @Override
  String amount() {
    return "0::bigint";
  }

  @Override
  String status() {
    return "a.new_status";
  }

  @Override
  protected void bind(PreparedStatement statement, AccountStatusCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, command.action().word);
    statement.setObject(next++, command.account());
    statement.setString(next++, command.action().status);
    statement.setString(next, command.reference().orElse(null));
  }
}
