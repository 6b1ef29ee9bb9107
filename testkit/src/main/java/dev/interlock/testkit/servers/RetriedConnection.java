package dev.interlock.testkit.servers;

import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// A connection that is opened as a function opens its own: again, if the server does not answer in
/// time. On a busy machine a single attempt can take longer than the pool waits.
public final class RetriedConnection {
  /// The pool gave up, which has no SQLSTATE, or the driver did.
  private static final Set<String> LATE = Set.of("", "08001", "08006");

  private static final int ATTEMPTS_MAX = 6;

  private RetriedConnection() {}

  /// Opens it.
  public static Connection of(Database database) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.open();
      } catch (SQLException failure) {
        if (attempt == ATTEMPTS_MAX || !LATE.contains(SqlState.of(failure))) {
          throw failure;
        }
      }
    }
  }
}
