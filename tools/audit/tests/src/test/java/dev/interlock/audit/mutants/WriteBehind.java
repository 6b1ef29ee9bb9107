package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;

/// Answers from a transaction that it rolls back, and does the work later in no particular order.
final class WriteBehind implements Flaw {

  @Override
  public Service around(Service right, ScenarioRun run) {
    Service rehearsed = run.functions(new RolledBack());
    return request -> {
      run.defer(() -> right.answer(request));
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
