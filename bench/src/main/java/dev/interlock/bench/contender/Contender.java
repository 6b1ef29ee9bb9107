package dev.interlock.bench.contender;

import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Somebody's way of doing the three writes, against the tables of `db/schema.sql`.
public interface Contender {
  /// A short name that never changes, such as `updates-pooled`.
  String name();

  /// As tables show it.
  String title();

  /// Statements for what it needs in the database beside the tables; may be empty.
  String needs();

  /// Puts that into the database.
  default void prepare(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(needs());
    }
  }

  /// Opens one environment of it.
  ContenderSession open(DatabaseAddress functions) throws SQLException;
}
