package dev.interlock.transfer;

import static dev.interlock.testkit.tables.Accounts.transfers;
import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_CLOSED;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.ALICE_USD;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.CAROL_EUR;
import static dev.interlock.transfer.Transfers.event;
import static dev.interlock.transfer.Transfers.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.limits.TimeLimits;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Accounts;
import dev.interlock.testkit.tables.Invariants;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// The rules of the statement, checked with one or two transfers.
final class TransferRules {

  private TransferRules() {}

  static void destinationMustExist(Stage stage) {
    assertRefused(stage, event("alice", "k", ALICE_EUR, ABSENT, 5), "not-found");
  }

  static void sourceMustBeOpen(Stage stage) {
    stage
        .database()
        .run(
            """
            UPDATE account SET balance = 100, version = 2 WHERE id = '%1$s';
            INSERT INTO account_entry (account_id, version, amount, balance_after)
              VALUES ('%1$s', 2, 100, 100);
            """
                .formatted(ALICE_CLOSED));
    assertRefused(stage, event("alice", "k", ALICE_CLOSED, BOB_EUR, 5), "account-closed");
  }

  static void destinationMustBeOpen(Stage stage) {
    assertRefused(stage, event("alice", "k", ALICE_EUR, ALICE_CLOSED, 5), "account-closed");
  }

  static void sourceMustHaveTheCurrency(Stage stage) {
    assertRefused(stage, event("alice", "k", ALICE_USD, BOB_EUR, 5), "currency-mismatch");
  }

  static void destinationMustHaveTheCurrency(Stage stage) {
    assertRefused(stage, event("alice", "k", ALICE_EUR, ALICE_USD, 5), "currency-mismatch");
  }

  static void balanceMustCoverTheAmount(Stage stage) {
    assertRefused(stage, event("alice", "k", ALICE_EUR, BOB_EUR, 100_001), "insufficient-funds");
  }

  /// Whatever the answer, no balance falls below zero.
  static void balanceNeverFallsBelowNothing(Stage stage) {
    send(
        new TransferHandler(stage.environment()), event("alice", "k", ALICE_EUR, BOB_EUR, 100_001));
    assertThat(Accounts.balance(stage.database(), ALICE_EUR)).isNotNegative();
  }

  static void destinationMustHaveRoom(Stage stage) {
    TestDatabase database = stage.database();
    database.run(
        """
        UPDATE account SET balance = 9007199254740990, version = 1 WHERE id = '%1$s';
        INSERT INTO account_entry (account_id, version, amount, balance_after)
          VALUES ('%1$s', 1, 9007199254740990, 9007199254740990);
        """
            .formatted(CAROL_EUR));
    TransferHandler handler = new TransferHandler(stage.environment());
    assertThat(send(handler, event("alice", "k", ALICE_EUR, CAROL_EUR, 2)).problem())
        .isEqualTo("balance-limit");
    assertThat(send(handler, event("alice", "l", ALICE_EUR, CAROL_EUR, 1)).status()).isEqualTo(201);
    Invariants.assertHold(database);
  }

  /// Two transfers, one after the other, leave two versions.
  static void eachTransferMakesAVersion(Stage stage) {
    TransferHandler handler = new TransferHandler(stage.environment());
    for (int i = 0; i < 2; i++) {
      Answer answer = send(handler, event("alice", "v" + i, ALICE_EUR, BOB_EUR, 5));
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    }
    Invariants.assertHold(stage.database());
  }

  /// The same request twice has one effect and the same answer.
  static void sameKeyTwiceIsOnce(Stage stage) {
    TransferHandler handler = new TransferHandler(stage.environment());
    Event event = event("alice", "k", ALICE_EUR, BOB_EUR, 5);
    Answer first = send(handler, event);
    Answer second = send(handler, event);
    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.bodyText()).isEqualTo(first.bodyText());
    assertThat(transfers(stage.database())).isEqualTo(1);
    Invariants.assertHold(stage.database());
  }

  /// A key belongs to one command. Another command under it is refused.
  static void keyNamesOneCommand(Stage stage) {
    TransferHandler handler = new TransferHandler(stage.environment());
    assertThat(send(handler, event("alice", "k", ALICE_EUR, BOB_EUR, 5)).status()).isEqualTo(201);
    assertThat(send(handler, event("alice", "k", ALICE_EUR, BOB_EUR, 6)).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(transfers(stage.database())).isEqualTo(1);
  }

  /// A to B waits for A, then B to A starts: if the first had locked B already, they would
  /// deadlock.
  static void oppositeDirectionsWaitInOneOrder(Stage stage, InvocationLog log) {
    TestDatabase database = stage.database();
    Backends backends = new Backends(database);
    TransferHandler there = new TransferHandler(stage.environment());
    TransferHandler back = new TransferHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(database, TransferRaces.lock(ALICE_EUR))) {
      CompletableFuture<Answer> one =
          CompletableFuture.supplyAsync(
              () -> send(there, event("alice", "there", ALICE_EUR, BOB_EUR, 5)), threads);
      backends.awaitWaiting(1);
      CompletableFuture<Answer> other =
          CompletableFuture.supplyAsync(
              () -> send(back, event("bob", "back", BOB_EUR, ALICE_EUR, 5)), threads);
      backends.awaitWaiting(2);
      row.release();
      assertThat(one.join().status()).isEqualTo(201);
      assertThat(other.join().status()).isEqualTo(201);
    }
    assertThat(log.conflicts()).doesNotContainKey("40P01");
    Invariants.assertHold(database);
  }

  /// One attempt outlasts the bound on its wait for the key, because the row's bound is longer.
  static void rowIsWaitedForLongerThanTheKey(Stage stage, InvocationLog log) {
    TestDatabase database = stage.database();
    TransferHandler handler = new TransferHandler(stage.environment());
    Duration keyWait = TimeLimits.KEY_WAIT_MAX.dividedBy(TimeLimits.WAITS_IN_A_ROW);
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(database, TransferRaces.lock(ALICE_EUR))) {
      CompletableFuture<Answer> waiting =
          CompletableFuture.supplyAsync(
              () -> send(handler, event("alice", "waiting", ALICE_EUR, BOB_EUR, 5)), threads);
      new Backends(database).awaitWaiting(1);
      LockSupport.parkNanos(keyWait.plusMillis(300).toNanos());
      row.release();
      assertThat(waiting.join().status()).isEqualTo(201);
    }
    assertThat(log.conflicts()).doesNotContainKey("55P03");
  }

  private static void assertRefused(Stage stage, Event event, String problem) {
    Answer answer = send(new TransferHandler(stage.environment()), event);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    assertThat(transfers(stage.database())).isZero();
    Invariants.assertHold(stage.database());
  }
}
