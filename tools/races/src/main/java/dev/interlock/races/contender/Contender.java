package dev.interlock.races.contender;

import dev.interlock.database.Database;
import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/// A way of writing to Interlock's tables.
public interface Contender {
  /// A short, permanent name such as `updates-pooled`.
  String name();

  /// The name for people.
  String title();

  /// SQL that creates what it needs besides the tables; may be empty.
  String needs();

  /// Whether it does this operation.
  default boolean does(MeasuredOperation operation) {
    return true;
  }

  /// Whether an account's row has the sum of its holds. Otherwise each hold stands for itself.
  default boolean countsHolds() {
    return false;
  }

  /// Runs that SQL.
  default void prepare(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(needs());
    }
  }

  /// Opens one environment.
  default ContenderSession open(DatabaseAddress functions) throws SQLException {
    return open(functions, UnaryOperator.identity());
  }

  /// Opens one environment.
  ///
  /// @param between is put between the contender and its pool, to observe or change what it sends
  ContenderSession open(DatabaseAddress functions, UnaryOperator<Database> between)
      throws SQLException;
}
