package dev.interlock.testkit.connections;

import java.sql.Connection;
import java.sql.SQLException;

/// Counts, changes or breaks the calls of a function to its driver.
///
/// Each method wraps one step of the real driver and by default only runs it.
public interface Interceptor {

  /// A step of the real driver.
  interface Step<T> {
    T run() throws SQLException;
  }

  /// Wraps the opening of a connection.
  default Connection opening(Step<Connection> open) throws SQLException {
    return open.run();
  }

  /// Returns the text to prepare instead of a statement.
  default String preparing(String sql) {
    return sql;
  }

  /// Whether calls may queue for their rows. If not, they are sent as on a database without queues:
  /// always [dev.interlock.write.ConditionalStatement#sql], which may then be replaced.
  default boolean queues() {
    return true;
  }

  /// Wraps the execution of a statement.
  default Object executing(String sql, Step<Object> execute) throws SQLException {
    return execute.run();
  }

  /// Wraps `abort`, which a function calls on a broken connection.
  default void aborting(Step<Object> abort) throws SQLException {
    abort.run();
  }

  /// Wraps `close`.
  default void closing(Connection connection, Step<Object> close) throws SQLException {
    close.run();
  }

  /// Opens connections as this one does, and prepares statements as the other does; nothing else of
  /// either.
  default Interceptor before(Interceptor other) {
    Interceptor first = this;
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        return first.opening(open);
      }

      @Override
      public String preparing(String sql) {
        return other.preparing(sql);
      }

      @Override
      public boolean queues() {
        return other.queues();
      }
    };
  }
}
