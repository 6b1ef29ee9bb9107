package dev.interlock.bench.usual.plain;

import dev.interlock.bench.usual.writes.DatabaseVariables;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The connection of one environment, kept from call to call without a pool, as in AWS's samples.
final class OneConnection {

  private static final int VALIDATION_SECONDS_MAX = 1;

  private final DatabaseVariables variables = DatabaseVariables.of(System.getenv());
  private @Nullable Connection connection;

  Connection get() throws SQLException {
    Connection kept = connection;
    if (kept != null && kept.isValid(VALIDATION_SECONDS_MAX)) {
      return kept;
    }
    Connection fresh =
        DriverManager.getConnection(variables.jdbcUrl(), variables.user(), variables.password());
    connection = fresh;
    return fresh;
  }
}
