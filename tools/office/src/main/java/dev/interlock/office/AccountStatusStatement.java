package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Closes an account that is empty and that no live hold names, or reopens one.
///
/// A transfer writes the same row, and so does a hold for either of its accounts. So either its
/// effect is seen here, or it finds the account closed.
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
    WHEN f.new_status = 'closed' AND EXISTS (
           SELECT 1
             FROM hold h
            WHERE (h.source_id = f.account_id OR h.destination_id = f.account_id)
              AND h.state = 'open' AND h.expires_at > f.decided_at)
      THEN 'account-held'
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
