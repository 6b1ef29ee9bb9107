package dev.interlock.testkit.failures;

import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// Queries a database and the functions' sessions on it, on one connection.
final class Observer implements AutoCloseable {

  private final Connection connection;
  private final String sessions;
  private final List<String> journals;

  /// @param journals the tables whose rows name the key under which they were written
  Observer(TestDatabase database, List<String> journals) {
    this.connection = database.connect();
    this.sessions = new Backends(database).countQuery();
    this.journals = journals;
  }

  /// The number of rows with a key in the journals.
  long journalRows(String key) {
    long rows = 0;
    for (String journal : journals) {
      rows += number("SELECT count(*) FROM " + journal + " WHERE idempotency_key = '" + key + "'");
    }
    return rows;
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
