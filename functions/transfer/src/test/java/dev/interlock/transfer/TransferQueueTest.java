package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.database.SqlState;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Who queues for a row, and who does not have to.
@OnlyPostgres("CockroachDB has no queues")
class TransferQueueTest extends TransferQueues {

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
    mutate("SELECT DISTINCT hashtextextended", "SELECT hashtextextended");
    mutate("AS row_name ORDER BY l", "AS row_name");
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
}
