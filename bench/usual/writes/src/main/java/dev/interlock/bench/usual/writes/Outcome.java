package dev.interlock.bench.usual.writes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;

/// What the database decided.
///
/// @param detail JSON
public record Outcome(String verdict, String detail, Instant decidedAt) {

  private static final int ATTEMPTS_MAX = 5;

  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  /// Runs a request's call, again when it conflicts with another.
  public static Outcome of(Connection connection, String sql, Object[] values) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return of(row);
        }
      } catch (SQLException failure) {
        if (attempt == ATTEMPTS_MAX || !CONFLICTS.contains(failure.getSQLState())) {
          throw failure;
        }
      }
    }
  }

  /// Reads the row that such a call answers with.
  public static Outcome of(ResultSet row) throws SQLException {
    return new Outcome(
        row.getString("verdict"),
        row.getString("detail"),
        row.getObject("decided_at", OffsetDateTime.class).toInstant());
  }
}
