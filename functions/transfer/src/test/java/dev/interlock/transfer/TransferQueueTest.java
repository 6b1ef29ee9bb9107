package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.database.SqlState;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.statements.Mutation;
import dev.interlock.write.Fingerprint;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that want the same rows queue for them in the server. A session stands in for the head of
/// the queue, so each test decides when the calls behind it go on.
@OnlyPostgres("CockroachDB has no queues")
class TransferQueueTest extends FunctionTests {

  TransferQueueTest() {
    super(new TransferUnderTest());
  }

  @AfterEach
  void restoreProcedure() {
    database.runResource("db/postgresql.sql");
    database.run("GRANT EXECUTE ON PROCEDURE interlock_queue TO " + database.role());
  }

  private static long lock(String account) {
    return ByteBuffer.wrap(Fingerprint.of("account/" + account)).getLong();
  }

  private Session headOfQueue() {
    return Session.holding(
        database,
        "SELECT pg_advisory_xact_lock(%d), pg_advisory_xact_lock(%d)"
            .formatted(lock(ALICE_EUR), lock(BOB_EUR)));
  }

  private static Event there(String key) {
    return Transfers.event("alice", key, ALICE_EUR, BOB_EUR, 1);
  }

  private static Event back(String key) {
    return Transfers.event("bob", key, BOB_EUR, ALICE_EUR, 1);
  }

  private void mutate(String part, String mutated) {
    String definition = database.text("SELECT pg_get_functiondef('interlock_queue'::regproc)");
    assertThat(definition).contains(part);
    database.run(definition.replace(part, mutated));
  }

  @Test
  void callsQueueOnceAndMeetNoConflictBehindTheQueue() {
    assertThat(conflictsBehindTheQueue()).isEqualTo(Map.of(SqlState.QUEUE_NOT_EMPTY, 1));
  }

  @Test
  void statementInTheTransactionThatWaitedIsStale() {
    mutate("COMMIT;", "");
    assertThat(conflictsBehindTheQueue()).containsKey("40001");
  }

  // While the call waits, the row is rewritten: only a snapshot older than the wait would conflict.
  private Map<String, Integer> conflictsBehindTheQueue() {
    try (Stage stage = Stage.of(database);
        Session head = headOfQueue()) {
      CompletableFuture<Answer> sent = sending(handler(stage), there("behind"));
      backends.awaitWaiting(1);
      database.run("UPDATE account SET balance = balance WHERE id = '" + ALICE_EUR + "'");
      head.release();
      assertAccepted(answer(sent), false);
    }
    assertThat(advisoryLocks()).isZero();
    return log.last().conflicts();
  }

  @Test
  void oppositeCallsDoNotWaitForEachOther() {
    assertThat(conflictsOfOppositeCalls()).isEqualTo(Map.of(SqlState.QUEUE_NOT_EMPTY, 2));
  }

  @Test
  void locksInTheOrderOfTheRequestDeadlock() {
    mutate("SELECT DISTINCT l FROM unnest(locks) AS l ORDER BY l", "SELECT unnest(locks)");
    assertThat(conflictsOfOppositeCalls()).containsKey("40P01");
  }

  private Map<String, Integer> conflictsOfOppositeCalls() {
    try (Stage stage = Stage.of(database);
        Session head = headOfQueue()) {
      CompletableFuture<Answer> there = sending(handler(stage), there("there"));
      CompletableFuture<Answer> back = sending(handler(stage), back("back"));
      backends.awaitWaiting(2);
      head.release();
      assertAccepted(answer(there), false);
      assertAccepted(answer(back), false);
    }
    return log.conflicts();
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
  void cancelledCallLeavesNoLockAndIsAnswered() {
    struckInTheQueue(() -> assertThat(backends.cancelWaiting()).isEqualTo(1));
  }

  @Test
  void killedCallLeavesNoLockAndIsAnswered() {
    struckInTheQueue(() -> assertThat(backends.terminateWaiting()).isEqualTo(1));
  }

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
          "CALL interlock_queue('{a}', '{}', '1 s', 'one', 'SELECT $1::text, NULL, now()')");
    }
    assertThat(advisoryLocks()).isZero();
  }

  @Test
  void queueThatDoesNotMoveIsPassedBy() {
    try (Stage stage = Stage.of(database);
        Session _ = headOfQueue()) {
      assertAccepted(send(handler(stage), there("late")), false);
      assertThat(log.last().conflicts()).isEqualTo(Map.of(SqlState.QUEUE_NOT_EMPTY, 1, "55P03", 1));
      assertThat(advisoryLocks()).isEqualTo(2);
    }
  }

  @Test
  void refusalsDoNotQueue() {
    try (Stage stage = Stage.of(database);
        Session _ = headOfQueue()) {
      List.of(
              Transfers.event("carol", "stranger", ALICE_EUR, BOB_EUR, 1),
              Transfers.event("alice", "too-much", ALICE_EUR, BOB_EUR, 1_000_000))
          .forEach(event -> {
            assertThat(send(handler(stage), event).status()).isBetween(400, 499);
            assertThat(log.last().attempts()).isEqualTo(1);
          });
    }
  }

  @Test
  void callerWhoHasJustWaitedQueuesWithoutAsking() {
    try (Stage stage = Stage.ofOneEnvironment(database, 1)) {
      assertAcceptedBehindTheQueue(stage, "asking");
      assertThat(log.last().attempts()).isEqualTo(2);
      assertAcceptedBehindTheQueue(stage, "at-once");
      assertThat(log.last().attempts()).isEqualTo(1);
      // Nobody was ahead, so the next call asks again.
      assertAccepted(send(handler(stage), there("alone")), false);
      try (Session _ = headOfQueue()) {
        Event tooMuch = Transfers.event("alice", "too-much", ALICE_EUR, BOB_EUR, 1_000_000);
        assertThat(send(handler(stage), tooMuch).status()).isBetween(400, 499);
        assertThat(log.last().conflicts()).isEmpty();
      }
    }
  }

  @Test
  void strangersDoNotQueueForRowsThatOthersHaveWaitedFor() {
    try (Stage stage = Stage.ofOneEnvironment(database, 1)) {
      assertAcceptedBehindTheQueue(stage, "owner");
      try (Session _ = headOfQueue()) {
        Event stranger = Transfers.event("carol", "stranger", ALICE_EUR, BOB_EUR, 1);
        assertThat(send(handler(stage), stranger).status()).isBetween(400, 499);
        assertThat(log.last().conflicts()).isEmpty();
      }
    }
  }

  private void assertAcceptedBehindTheQueue(Stage stage, String key) {
    try (Session head = headOfQueue()) {
      CompletableFuture<Answer> sent = sending(handler(stage), there(key));
      backends.awaitWaiting(1);
      head.release();
      assertAccepted(answer(sent), false);
    }
  }

  @Test
  void callsOfADatabaseWithoutTheProcedureRetryAfterRandomWaits() {
    database.run("DROP PROCEDURE interlock_queue");
    try (Stage stage = Stage.ofOneEnvironment(database, 1);
        Session _ = headOfQueue()) {
      assertAccepted(send(handler(stage), there("without")), false);
      assertThat(log.last().conflicts())
          .isEqualTo(Map.of(SqlState.QUEUE_NOT_EMPTY, 1, SqlState.NO_QUEUE, 1));
      assertThat(log.last().text()).contains("\"queueMissing\":true");
      assertAccepted(send(handler(stage), there("without-again")), false);
      assertThat(log.last().conflicts()).isEmpty();
      assertThat(log.last().text()).doesNotContain("queueMissing");
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
    mutate("queue_micros := 0;", "queue_micros := 0; locks := ARRAY[1];");
    Mutation oneLock =
        Mutation.of("xact_lock_shared(row_lock)", "xact_lock_shared(1 + 0 * row_lock)");
    try (Stage stage = Stage.with(database, oneLock)) {
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
