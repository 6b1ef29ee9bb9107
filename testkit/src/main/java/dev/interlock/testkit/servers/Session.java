package dev.interlock.testkit.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// A session of the test's own that holds what it has locked until it is told to let go.
public final class Session implements AutoCloseable {

  private final Connection connection;

  private Session(Connection connection) {
    this.connection = connection;
  }

  /// Begins a transaction and runs statements in it: what they lock stays locked.
  public static Session holding(TestDatabase database, String sql) {
    Connection connection = database.connect();
    try {
      connection.setAutoCommit(false);
      Session session = new Session(connection);
      session.run(sql);
      return session;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs another statement in the transaction.
  public void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// Lets go, and keeps what was written.
  public void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Lets go, as if nothing had been written.
  public void release() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Lets go of what it still holds, and ends.
  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
