package dev.interlock.races.contender;

import java.sql.Connection;
import java.sql.SQLException;

/// A rival's way of writing: one attempt at an order on an open connection, committed on return.
interface Writes {

  /// Runs one attempt. If it throws, the caller rolls back.
  default Result run(Connection connection, Order order) throws SQLException {
    return switch (order) {
      case Order.Transfer transfer -> transfer(connection, transfer);
      case Order.Decrement decrement -> decrement(connection, decrement);
      case Order.Change change -> change(connection, change);
      case Order.Settlement settlement -> settle(connection, settlement);
    };
  }

  Result transfer(Connection connection, Order.Transfer order) throws SQLException;

  Result decrement(Connection connection, Order.Decrement order) throws SQLException;

  Result change(Connection connection, Order.Change order) throws SQLException;

  /// Settles a hold, in those ways of writing that have holds.
  default Result settle(Connection connection, Order.Settlement order) throws SQLException {
    throw new UnsupportedOperationException("no holds");
  }

  /// Whether this way of writing has an operation.
  default boolean does(MeasuredOperation operation) {
    return operation != MeasuredOperation.SETTLEMENT;
  }

  /// Whether an order is recognised by its key, so that it can be retried when its answer was lost.
  default boolean rememberKeys() {
    return false;
  }

  /// Whether an attempt is a single statement in auto-commit. All others end their transaction.
  default boolean isOneStatement() {
    return false;
  }

  /// Ends a transaction: commits an accepted order, and rolls back a refused one.
  static Result end(Connection connection, boolean accepted) throws SQLException {
    if (accepted) {
      connection.commit();
      return Result.ACCEPTED;
    }
    connection.rollback();
    return Result.REFUSED;
  }
}
