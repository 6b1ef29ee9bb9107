package dev.interlock.testkit.connections;

import java.sql.Connection;
import java.sql.SQLException;

/// What a test does at the points where a function meets its database: count, change, break.
///
/// Each method stands around one step of the real driver and, left alone, does just that step.
public interface Interceptor {

  /// A step of the real thing.
  interface Step<T> {
    T run() throws SQLException;
  }

  /// Around the opening of a connection.
  default Connection opening(Step<Connection> open) throws SQLException {
    return open.run();
  }

  /// Before a statement is prepared: the text to prepare instead.
  default String preparing(String sql) {
    return sql;
  }

  /// Around the execution of a statement.
  default Object executing(String sql, Step<Object> execute) throws SQLException {
    return execute.run();
  }

  /// Around `abort`, which a function calls when a connection is of no use any more.
  default void aborting(Step<Object> abort) throws SQLException {
    abort.run();
  }

  /// Around `close`.
  default void closing(Connection connection, Step<Object> close) throws SQLException {
    close.run();
  }
}
