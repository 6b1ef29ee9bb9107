package dev.interlock.database;

import io.agroal.api.AgroalDataSourceListener;
import java.sql.Connection;
import java.sql.SQLException;

/// Rolls back a transaction that is still open when its connection is returned. The pool does not,
/// and the next borrower would continue it. Costs no round trip if no transaction is open.
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
      // The next borrower gets a new connection. The last one already has a result or a failure.
      abort(connection);
    }
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException _) {
      // It is already closed.
    }
  }
}
