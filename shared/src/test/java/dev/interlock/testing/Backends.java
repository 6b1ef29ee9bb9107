package dev.interlock.testing;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// The functions' connections to a database, as its server sees them.
public final class Backends {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String OURS =
      " FROM pg_stat_activity"
          + " WHERE datname = current_database() AND application_name = 'interlock'";
  private static final String WAITING = " AND wait_event_type = 'Lock'";

  private final TestDatabase database;

  public Backends(TestDatabase database) {
    this.database = database;
  }

  public long count() {
    return database.number("SELECT count(*)" + OURS);
  }

  /// Those that began a transaction and left it open.
  public long idleInTransaction() {
    return database.number("SELECT count(*)" + OURS + " AND state LIKE 'idle in transaction%'");
  }

  /// Sessions that wait for a lock, anybody's.
  public long waiting() {
    return database.number(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()" + WAITING);
  }

  /// Returns once this many, or more, wait for a lock.
  public void awaitWaiting(int count) {
    // Asked on one connection: a race of hundreds of rounds waits here in each.
    try (Connection connection = database.connect();
        PreparedStatement waiting =
            connection.prepareStatement("SELECT count(*) >= ?" + OURS + WAITING)) {
      waiting.setInt(1, count);
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> isTrue(waiting));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isTrue(PreparedStatement question) throws SQLException {
    try (ResultSet answer = question.executeQuery()) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  /// Returns once there are just this many.
  public void awaitCount(int count) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> count() == count);
  }

  /// Ends those that wait for a lock, connection and all; gives their number.
  public long terminateWaiting() {
    return database.number("SELECT count(pg_terminate_backend(pid))" + OURS + WAITING);
  }

  /// Ends the statements of those that wait for a lock; gives their number.
  public long cancelWaiting() {
    return database.number("SELECT count(pg_cancel_backend(pid))" + OURS + WAITING);
  }

  /// Ends all of them, and returns when they are gone.
  public void terminateAll() {
    database.number("SELECT count(pg_terminate_backend(pid))" + OURS);
    awaitCount(0);
  }
}
