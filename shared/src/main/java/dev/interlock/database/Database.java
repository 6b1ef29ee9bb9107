package dev.interlock.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;

/// Opens connections: one for each invocation, in a try-with-resources block of the retry loop.
public interface Database extends AutoCloseable {

  /// An open connection: in auto-commit, or in a transaction that cannot write.
  ///
  /// @throws SQLException when no connection was established, so nothing was sent
  Connection open() throws SQLException;

  /// Warms up for a snapshot: runs the rehearsal in transactions in which the server refuses every
  /// write, and leaves neither a connection nor a credential behind.
  default void rehearse(Runnable rehearsal) {
    rehearsal.run();
  }

  @Override
  default void close() {}

  /// The driver properties with which [#of] connects, without the credential.
  ///
  /// @throws IllegalArgumentException when the variables do not fit together
  static Map<String, String> driverProperties(Map<String, String> environment) {
    return Map.copyOf(DatabaseSettings.of(environment).properties());
  }

  /// The database that the function's environment variables name, for functions that only read: the
  /// server refuses every write.
  ///
  /// @throws IllegalArgumentException when they are inconsistent
  static Database forReads(Map<String, String> environment) {
    return PooledDatabase.forReads(environment, Clock.systemUTC());
  }

  /// The database that the function's environment variables name, for functions that write.
  ///
  /// @throws IllegalArgumentException when they are inconsistent
  static Database of(Map<String, String> environment) {
    return PooledDatabase.of(environment, Clock.systemUTC());
  }
}
