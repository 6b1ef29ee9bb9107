package dev.interlock.emulator.database;

import java.sql.SQLException;

/// Reports a migration that the database refused. On PostgreSQL it changed nothing.
public final class MigrationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sqlState;

  MigrationFailedException(String migration, SQLException failure) {
    super(migration + ": " + DatabasePreparation.firstLine(failure), failure);
    this.sqlState = String.valueOf(failure.getSQLState());
  }

  /// The server's reason.
  public String sqlState() {
    return sqlState;
  }
}
