package dev.interlock.audit.mutants;

import dev.interlock.database.Database;
import dev.interlock.json.Json;
import dev.interlock.json.MalformedJsonException;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/// Transfers as one would write them without a conditional statement: each step commits by itself.
/// Of a caller's rights and of refusals it knows nothing.
record StepByStep(Place key, Write write, boolean unchecked) implements Flaw {

  /// When the key is kept.
  enum Place {
    BEFORE_THE_EFFECT,
    AFTER_THE_EFFECT
  }

  /// What is written to a balance.
  enum Write {
    /// The balance that was checked, changed.
    WHAT_WAS_READ,
    /// Whatever is there by then, changed.
    WHAT_IS_THERE
  }

  StepByStep(Place key, Write write) {
    this(key, write, false);
  }

  /// And on tables that do not hold the last wall.
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
  public Service around(Service right, Scene scene) {
    Database database = scene.connections();
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
