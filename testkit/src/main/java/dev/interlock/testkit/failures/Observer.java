package dev.interlock.testkit.failures;

import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// Queries a database and the functions' sessions on it, on one connection.
final class Observer implements AutoCloseable {

  private final Connection connection;
  private final String sessions;

  Observer(TestDatabase database) {
    connection = database.connect();
    sessions = new Backends(database).countQuery();
  }

  /// The number of rows with a key in the journals.
  long journalRows(String key) {
    return number(
        """
        SELECT (SELECT count(*) FROM account_entry WHERE idempotency_key = '%1$s')
             + (SELECT count(*) FROM stock_entry WHERE idempotency_key = '%1$s')
             + (SELECT count(*) FROM permission_entry WHERE idempotency_key = '%1$s')
        """
            .formatted(key));
  }

  /// Returns once the functions have exactly this many sessions.
  void awaitSessions(int count) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> number(sessions) == count);
  }

  private long number(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
