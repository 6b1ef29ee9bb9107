package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Reads everything on one connection in one endless transaction, like a replica that has fallen
/// behind.
final class StaleSnapshot implements Flaw {

  @Override
  public Service around(Service right, ScenarioRun run) {
    Service reading = run.functions(new Kept());
    return request -> request.isRead() ? reading.answer(request) : right.answer(request);
  }

  private static final class Kept implements Interceptor {

    private Connection connection;

    @Override
    public Connection opening(Step<Connection> open) throws SQLException {
      if (connection == null) {
        connection = open.run();
        // Without the driver's knowledge, so that it does not end the transaction.
        try (Statement begin = connection.createStatement()) {
          begin.execute("BEGIN");
        }
      }
      return connection;
    }

    @Override
    public void closing(Connection kept, Step<Object> close) {
      // Keep the transaction open.
    }
  }
}
