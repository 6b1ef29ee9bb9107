package dev.interlock.audit.mutants;

import dev.interlock.database.Database;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// Transfers written without a conditional statement: each step commits by itself. Roles and
/// refusals are left out.
record StepByStep(Place key, Write write, boolean unchecked) implements Flaw {

  /// When the key is stored.
  enum Place {
    BEFORE_THE_EFFECT,
    AFTER_THE_EFFECT
  }

  /// The value that is written to a balance.
  enum Write {
    /// The balance that was read for the check, plus the amount.
    WHAT_WAS_READ,
    /// The current balance, plus the amount.
    WHAT_IS_THERE
  }

  StepByStep(Place key, Write write) {
    this(key, write, false);
  }

  /// The same on tables without the CHECK.
  StepByStep withoutTheCheck() {
    return new StepByStep(key, write, true);
  }

  @Override
  public boolean weakensTables() {
    return unchecked;
  }

  @Override
  public void prepare(TestDatabase database) {
    if (unchecked) {
      database.run("ALTER TABLE account DROP CONSTRAINT account_balance");
    }
  }

  @Override
  public Service around(Service right, ScenarioRun run) {
    Database database = run.connections();
    return request -> {
      try (Connection connection = database.open()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        return new TransferInSteps(this, connection, request, Json.object(request.text())).answer();
      } catch (SQLException | MalformedJsonException e) {
        throw new FunctionDiedException(e);
      }
    };
  }
}
