package dev.interlock.console;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.postgresql.PGConnection;

/// Transactions that only read. They conflict with no statement of a function: they take no locks,
/// and REPEATABLE READ takes no part in the detection of conflicts.
final class ReadTransaction {
  private static final String SETTINGS =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
      SET TRANSACTION READ ONLY;
      SET LOCAL statement_timeout = 2000;
      """;

  private static final int ANSWER_MILLIS_MAX = 5_000;

  private ReadTransaction() {}

  /// Opens a connection for such transactions.
  static Connection connect(DatabaseAddress owner) throws SQLException {
    Connection connection = owner.connect();
    Executor sameThread = Runnable::run;
    connection.setNetworkTimeout(sameThread, ANSWER_MILLIS_MAX);
    // A pooler may give each transaction another server session.
    connection.unwrap(PGConnection.class).setPrepareThreshold(0);
    connection.setAutoCommit(false);
    return connection;
  }

  /// Begins one, which the caller rolls back.
  static TableReader begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(SETTINGS);
    }
    return new TableReader(connection);
  }
}
