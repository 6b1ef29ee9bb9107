package dev.interlock.bench.contender;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

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

  /// Runs that SQL.
  default void prepare(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(needs());
    }
  }

  /// Opens one environment.
  ContenderSession open(DatabaseAddress functions) throws SQLException;
}
