package dev.interlock.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/// The locks of the queues in which calls wait for their rows. A session that keeps one would delay
/// every later call.
final class QueueLocks {

  /// A call whose caller is gone runs for as long as the server lets a statement.
  private static final Duration CALLS_END_MAX = Duration.ofSeconds(30);

  private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

  private static final String HELD =
      """
      SELECT count(*) FROM pg_locks
       WHERE locktype = 'advisory'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  private QueueLocks() {}

  /// Waits for the last calls to end.
  ///
  /// @throws IllegalStateException when locks are left
  static void requireNone(Connection owner) throws SQLException, InterruptedException {
    Instant giveUp = Instant.now().plus(CALLS_END_MAX);
    long held = held(owner);
    while (held > 0) {
      if (Instant.now().isAfter(giveUp)) {
        throw new IllegalStateException(held + " locks of queues are left after the last call");
      }
      Thread.sleep(LOOK_INTERVAL);
      held = held(owner);
    }
  }

  private static long held(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement();
        ResultSet row = statement.executeQuery(HELD)) {
      row.next();
      return row.getLong(1);
    }
  }
}
