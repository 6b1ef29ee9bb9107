package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Opens an account.
final class AccountOpeningStatement extends OpeningStatement<AccountOpeningCommand> {

  @Override
  String kind() {
    return "'account'";
  }

  @Override
  String answer() {
    return "'account', d.resource_id";
  }

  @Override
  String own() {
    return """
    ,
    ?::text AS currency, ?::text AS reference
    """;
  }

  @Override
  String opened() {
    return """
    ,
    opened AS (
      INSERT INTO account (id, currency, balance, status, version)
      SELECT m.id, d.currency, 0, 'open', 0 FROM moved m CROSS JOIN decided d
      RETURNING id, currency, balance, status, version
    ),
    journaled AS (
      INSERT INTO account_entry
        (account_id, version, amount, balance_after, currency, status,
         caller, idempotency_key, reference, created_at)
      SELECT o.id, o.version, 0, o.balance, o.currency, o.status,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM opened o CROSS JOIN decided d
      RETURNING account_id
    )
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, AccountOpeningCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, AccountOpeningCommand.ACTION);
    statement.setObject(next++, command.id());
    next = command.grants().bind(statement, next);
    statement.setString(next++, command.currency());
    statement.setString(next, command.reference().orElse(null));
  }
}
