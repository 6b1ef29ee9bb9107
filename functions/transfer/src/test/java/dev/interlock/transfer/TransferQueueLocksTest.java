package dev.interlock.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.statements.Mutation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The locks of the queues: none is left behind, and no invariant needs them.
@OnlyPostgres("CockroachDB has no queues")
class TransferQueueLocksTest extends TransferQueues {

  private void struckInTheQueue(Runnable strike) {
    try (Stage stage = Stage.of(database)) {
      CompletableFuture<Answer> sent;
      try (Session head = headOfQueue()) {
        sent = sending(handler(stage), there("struck"));
        backends.awaitWaiting(1);
        strike.run();
        head.release();
      }
      assertAccepted(answer(sent), false);
      assertThat(advisoryLocks()).isZero();
    }
    assertThat(effects("struck")).isEqualTo(1);
  }

  @Test
  void cancelledCallLeavesNoLockAndIsAnswered() {
    struckInTheQueue(() -> assertThat(backends.cancelWaiting()).isEqualTo(1));
  }

  @Test
  void killedCallLeavesNoLockAndIsAnswered() {
    struckInTheQueue(() -> assertThat(backends.terminateWaiting()).isEqualTo(1));
  }

  // Nothing in the procedure can release the session's locks at this moment: the end of the
  // connection does.
  @Test
  void callCancelledBetweenSessionAndTransactionLeavesNoLock() {
    mutate("COMMIT;", "COMMIT; PERFORM pg_advisory_xact_lock(1);");
    try (Stage stage = Stage.of(database);
        Session between = Session.holding(database, "SELECT pg_advisory_xact_lock(1)")) {
      CompletableFuture<Answer> sent;
      try (Session head = headOfQueue()) {
        sent = sending(handler(stage), there("between"));
        backends.awaitWaiting(1);
        head.release();
        // Its two rows, the lock in between, and its wait for that.
        await().until(() -> advisoryLocks() == 4);
      }
      assertThat(backends.cancelWaiting()).isEqualTo(1);
      between.release();
      assertAccepted(answer(sent), false);
      assertThat(advisoryLocks()).isZero();
    }
    assertThat(effects("between")).isEqualTo(1);
  }

  /// A pooler may keep such a session and give it to another client.
  @Test
  void nextCallInASessionReleasesWhatACancelledOneLeft() throws SQLException {
    try (Connection pooled = database.connect();
        Statement statement = pooled.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(1)");
      statement.execute(
          "CALL interlock_queue('{a}', '{}', NULL, '1 s', 'one', 'SELECT $1::text, NULL, now()')");
    }
    assertThat(advisoryLocks()).isZero();
  }

  @Test
  void sessionKeepsNoLock() {
    assertThat(locksOfAnIdleConnection()).isZero();
  }

  @Test
  void sessionLockThatIsNeverReleasedIsSeen() {
    mutate("PERFORM pg_advisory_unlock_all();", "");
    assertThat(locksOfAnIdleConnection()).isPositive();
  }

  private long locksOfAnIdleConnection() {
    try (Stage stage = Stage.ofOneEnvironment(database, 1);
        Session head = headOfQueue()) {
      CompletableFuture<Answer> sent = sending(handler(stage), there("kept"));
      backends.awaitWaiting(1);
      head.release();
      assertAccepted(answer(sent), false);
      return advisoryLocks();
    }
  }

  @Test
  void invariantsHoldWithoutTheQueue() {
    database.run("DROP PROCEDURE interlock_queue");
    try (Stage stage = Stage.of(database)) {
      race(stage);
    }
  }

  @Test
  void rowsThatShareOneQueueOnlyWaitLonger() {
    mutate("hashtextextended(row_name, 0)", "1");
    Mutation oneLock =
        Mutation.of(
            "xact_lock_shared(hashtextextended(?::text, 0))",
            "xact_lock_shared(1 + 0 * length(?::text))");
    Interceptor whichQueues =
        new Interceptor() {
          @Override
          public String preparing(String sql) {
            return oneLock.preparing(sql);
          }
        };
    try (Stage stage = Stage.with(database, whichQueues)) {
      race(stage);
    }
    assertThat(oneLock.applied()).isTrue();
  }

  // Each checks that everything was accepted, or exactly what the balance allows.
  private void race(Stage stage) {
    TransferRaces.opposite(stage, 16, 2);
    database.reset();
    TransferRaces.ring(stage, 16, 2);
  }
}
