package dev.interlock.bench.usual.writes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/// The one call of the database by plain JDBC.
public final class OneCall {

  private static final int ATTEMPTS_MAX = 5;

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  private OneCall() {}

  /// Runs a request's call, again when it conflicts with another, and returns the verdict.
  public static String run(Connection connection, String sql, Object[] values) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getString(1);
        }
      } catch (SQLException failure) {
        if (attempt == ATTEMPTS_MAX || !CONFLICTS.contains(failure.getSQLState())) {
          throw failure;
        }
      }
    }
  }
}
