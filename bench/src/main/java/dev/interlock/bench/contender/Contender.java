package dev.interlock.bench.contender;

import dev.interlock.local.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// Somebody's way of doing the three writes, against the tables of `db/schema.sql`.
public interface Contender {
  /// A short name that never changes, such as `updates-pooled`.
  String name();

  /// As tables show it.
  String title();

  /// Which of the writes it does.
  Set<Operation> operations();

  /// Puts into the database what it needs there beside the tables.
  void prepare(Connection owner) throws SQLException;

  /// Opens one environment of it.
  Session open(DatabaseAddress functions) throws SQLException;
}
