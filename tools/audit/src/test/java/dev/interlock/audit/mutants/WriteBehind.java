package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;

/// A product that answers from a transaction that it rolls back, and does the work later, in no
/// order.
final class WriteBehind implements Flaw {

  @Override
  public Service around(Service right, Scene scene) {
    Service rehearsed = scene.functions(new RolledBack());
    return request -> {
      scene.later(() -> right.answer(request));
      return rehearsed.answer(request);
    };
  }

  private static final class RolledBack implements Interceptor {

    private Connection connection;

    @Override
    public Connection opening(Step<Connection> open) throws SQLException {
      connection = open.run();
      return connection;
    }

    @Override
    public Object executing(String sql, Step<Object> execute) throws SQLException {
      connection.setAutoCommit(false);
      try {
        return execute.run();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }
}
