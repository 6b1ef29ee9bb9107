package dev.interlock.testkit.servers;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/// The functions' connections to a database, as its server sees them.
public final class Backends {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private final TestDatabase database;

  public Backends(TestDatabase database) {
    this.database = database;
  }

  public long count() {
    return database.number(howMany());
  }

  /// The question that [#count] asks.
  public String howMany() {
    return ask(Product::sessions);
  }

  /// Those that began a transaction and left it open.
  public long idleInTransaction() {
    return database.number(ask(Product::idleInTransaction));
  }

  /// Sessions that wait for a lock, anybody's.
  public long waiting() {
    return database.number(database.server().product().waitingAnybody());
  }

  /// Returns once this many, or more, wait for a lock.
  public void awaitWaiting(int count) {
    // Asked on one connection: a race of hundreds of rounds waits here in each.
    try (Connection connection = database.connect();
        PreparedStatement waiting = connection.prepareStatement(ask(Product::waiting))) {
      await()
          .atMost(PATIENCE)
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

  /// Returns once there are just this many.
  public void awaitCount(int count) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> count() == count);
  }

  /// Ends those that wait for a lock, connection and all; gives their number.
  public long terminateWaiting() {
    long waiting = database.number(ask(Product::waiting));
    database.run(ask(Product::endWaiting));
    return waiting;
  }

  /// Ends the statements of those that wait for a lock; gives their number.
  public long cancelWaiting() {
    long waiting = database.number(ask(Product::waiting));
    database.run(ask(Product::cancelWaiting));
    return waiting;
  }

  /// Ends all of them, and returns when they are gone.
  public void terminateAll() {
    database.run(ask(Product::endAll));
    awaitCount(0);
  }

  /// The SQLSTATEs by which a statement may learn that its session was ended.
  public Set<String> endedStates() {
    return database.server().product().endedStates();
  }

  private String ask(Function<Product, String> question) {
    return question.apply(database.server().product()).formatted(database.applicationName());
  }
}
