package dev.interlock.audit.mutants;

import dev.interlock.testkit.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A product that reads on one connection in one transaction, which never ends: as a replica does
/// that has fallen behind.
final class OldSnapshot implements Flaw {

  @Override
  public Service around(Service right, Scene scene) {
    Service reading = scene.functions(new Kept());
    return request -> request.isRead() ? reading.answer(request) : right.answer(request);
  }

  private static final class Kept implements Interceptor {

    private Connection connection;

    @Override
    public Connection opening(Step<Connection> open) throws SQLException {
      if (connection == null) {
        connection = open.run();
        // Behind the driver's back, so that nobody ends it.
        try (Statement begin = connection.createStatement()) {
          begin.execute("BEGIN");
        }
      }
      return connection;
    }

    @Override
    public void closing(Connection kept, Step<Object> close) {
      // The transaction goes on.
    }
  }
}
