package dev.interlock.database;

import io.agroal.api.AgroalDataSourceListener;
import java.sql.Connection;
import java.sql.SQLException;

/// Rolls back what a connection was returned with: the pool does not, and the next borrower would
/// go on with it. No round trip where a transaction was ended, or none begun.
final class UnfinishedTransactions implements AgroalDataSourceListener {

  private static final int ROLLBACK_MILLIS_MAX = 500;

  @Override
  public void beforeConnectionReturn(Connection connection) {
    try {
      if (!connection.isClosed() && !connection.getAutoCommit()) {
        connection.setNetworkTimeout(Runnable::run, ROLLBACK_MILLIS_MAX);
        connection.rollback();
      }
    } catch (SQLException e) {
      // Of no use to the next borrower, who gets a new one. The work on it had its result, or its
      // failure, before.
      abort(connection);
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException _) {
      // Closed already.
    }
  }
}
