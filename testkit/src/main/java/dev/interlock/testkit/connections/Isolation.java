package dev.interlock.testkit.connections;

import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;

/// The isolation levels at which the invariants are promised.
public enum Isolation {
  SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE),
  REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ);

  private final int level;

  Isolation(int level) {
    this.level = level;
  }

  /// Environments whose connections run at this level.
  public Stage stage(TestDatabase database) {
    return Stage.at(database, level);
  }
}
