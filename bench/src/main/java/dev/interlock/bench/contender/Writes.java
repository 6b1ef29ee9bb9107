package dev.interlock.bench.contender;

import java.sql.Connection;
import java.sql.SQLException;

/// A rival's way of writing: one attempt at an order on an open connection, committed when it
/// returns.
interface Writes {

  /// Runs one attempt; when it throws, whatever it had begun is rolled back by who called it.
  default Result run(Connection connection, Order order) throws SQLException {
    return switch (order) {
      case Order.Transfer transfer -> transfer(connection, transfer);
      case Order.Decrement decrement -> decrement(connection, decrement);
      case Order.Change change -> change(connection, change);
    };
  }

  Result transfer(Connection connection, Order.Transfer order) throws SQLException;

  Result decrement(Connection connection, Order.Decrement order) throws SQLException;

  Result change(Connection connection, Order.Change order) throws SQLException;

  /// Whether an order that comes again under its key is known again, so that it may be sent again
  /// when its answer was lost.
  default boolean rememberKeys() {
    return false;
  }

  /// Whether an attempt is one statement, its own transaction; all others end theirs themselves.
  default boolean isOneStatement() {
    return false;
  }

  /// What ends a transaction: commits what was accepted and rolls back the rest.
  static Result end(Connection connection, boolean accepted) throws SQLException {
    if (accepted) {
      connection.commit();
      return Result.ACCEPTED;
    }
    connection.rollback();
    return Result.REFUSED;
  }
}
