package dev.interlock.bench.usual.writes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/// The database call, in plain JDBC, with a naive retry.
public final class OneCall {

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  private OneCall() {}

  /// Runs the call of a request and returns the verdict.
  public static String run(Connection connection, String sql, Object[] values) throws SQLException {
    return NaiveRetry.run(
        () -> once(connection, sql, values),
        failure ->
            failure instanceof SQLException known && CONFLICTS.contains(known.getSQLState()));
  }

  private static String once(Connection connection, String sql, Object[] values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
