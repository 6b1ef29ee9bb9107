package dev.interlock.testkit.servers;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/// The functions' sessions on a database, as its server reports them.
public final class Backends {

  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private final TestDatabase database;

  public Backends(TestDatabase database) {
    this.database = database;
  }

  public long count() {
    return database.number(countQuery());
  }

  /// The query of [#count].
  public String countQuery() {
    return ask(SessionQueries::sessions);
  }

  /// The number that left a transaction open.
  public long idleInTransaction() {
    return database.number(ask(SessionQueries::idleInTransaction));
  }

  /// The number of all sessions that wait for a lock.
  public long waiting() {
    return database.number(database.server().product().sessions().waitingAnybody());
  }

  /// Returns once at least this many wait for a lock.
  public void awaitWaiting(int count) {
    // On one connection, because some races wait here hundreds of times.
    try (Connection connection = database.connect();
        PreparedStatement waiting = connection.prepareStatement(ask(SessionQueries::waiting))) {
      await()
          .atMost(WAIT_MAX)
          .pollInterval(Duration.ofMillis(2))
          .until(() -> number(waiting) >= count);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static long number(PreparedStatement question) throws SQLException {
    try (ResultSet answer = question.executeQuery()) {
      answer.next();
      return answer.getLong(1);
    }
  }

  /// Returns once there are exactly this many.
  public void awaitCount(int count) {
    await().atMost(WAIT_MAX).pollInterval(Duration.ofMillis(5)).until(() -> count() == count);
  }

  /// Terminates the sessions that wait for a lock, and returns their number.
  public long terminateWaiting() {
    long waiting = database.number(ask(SessionQueries::waiting));
    database.run(ask(SessionQueries::endWaiting));
    return waiting;
  }

  /// Cancels the statements that wait for a lock, and returns their number.
  public long cancelWaiting() {
    long waiting = database.number(ask(SessionQueries::waiting));
    database.run(ask(SessionQueries::cancelWaiting));
    return waiting;
  }

  /// Terminates all of them, and returns when they are gone.
  public void terminateAll() {
    database.run(ask(SessionQueries::endAll));
    awaitCount(0);
  }

  /// The SQLSTATEs that a statement may get when its session is terminated.
  public Set<String> endedStates() {
    return database.server().product().endedStates();
  }

  private String ask(Function<SessionQueries, String> question) {
    return question
        .apply(database.server().product().sessions())
        .formatted(database.applicationName());
  }
}
