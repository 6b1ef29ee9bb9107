package dev.interlock.local.mutants;

import dev.interlock.testing.Interceptor;
import java.sql.Connection;
import java.sql.SQLException;

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
        connection.setAutoCommit(false);
      }
      return connection;
    }

    @Override
    public void closing(Connection kept, Step<Object> close) {
      // The transaction goes on.
    }
  }
}
