package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.carriedOut;
import static dev.interlock.stockdecrement.Decrements.event;
import static dev.interlock.stockdecrement.Decrements.onHand;
import static dev.interlock.stockdecrement.Decrements.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The rules of the statement, checked with one or two decrements.
final class StockDecrementRules {

  private StockDecrementRules() {}

  /// One of two lines names an absent SKU, so nothing is taken of the other either.
  static void everySkuMustExist(Stage stage) {
    Event order = event("alice", "k", List.of(Map.entry("TEA-100", 5L), Map.entry("GHOST", 1L)));
    Answer answer = send(new StockDecrementHandler(stage.environment()), order);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo("not-found");
    assertThat(answer.body().text("sku")).isEqualTo("GHOST");
    assertNothingTaken(stage);
  }

  /// One of two lines is short, so nothing is taken of the other either.
  static void everyLineMustBeCovered(Stage stage) {
    Event order = event("alice", "k", List.of(Map.entry("TEA-100", 5L), Map.entry("CUP-1", 6L)));
    Answer answer = send(new StockDecrementHandler(stage.environment()), order);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo("insufficient-stock");
    assertNothingTaken(stage);
  }

  /// Whatever the answer, no stock falls below zero.
  static void stockNeverFallsBelowNothing(Stage stage) {
    send(new StockDecrementHandler(stage.environment()), event("alice", "k", "CUP-1", 6));
    assertThat(onHand(stage.database(), "CUP-1")).isNotNegative();
  }

  /// A refusal takes nothing.
  static void refusedDecrementTakesNothing(Stage stage) {
    Decrements.grant(stage.database(), "carol", "viewer", "NULL");
    Answer answer =
        send(new StockDecrementHandler(stage.environment()), event("carol", "k", "CUP-1", 1));
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo("role-insufficient");
    assertNothingTaken(stage);
  }

  /// Two decrements, one after the other, leave two versions.
  static void eachDecrementMakesAVersion(Stage stage) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    for (int i = 0; i < 2; i++) {
      Answer answer = send(handler, event("alice", "v" + i, "TEA-100", 5));
      assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
    }
    Invariants.assertHold(stage.database());
  }

  /// The same request twice has one effect and the same answer.
  static void sameKeyTwiceIsOnce(Stage stage) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    Event event = event("alice", "k", "TEA-100", 5);
    Answer first = send(handler, event);
    Answer second = send(handler, event);
    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.bodyText()).isEqualTo(first.bodyText());
    assertThat(carriedOut(stage.database())).isEqualTo(1);
    assertThat(onHand(stage.database(), "TEA-100")).isEqualTo(995);
    Invariants.assertHold(stage.database());
  }

  /// A key belongs to one command. Another command under it is refused.
  static void keyNamesOneCommand(Stage stage) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    assertThat(send(handler, event("alice", "k", "TEA-100", 5)).status()).isEqualTo(201);
    assertThat(send(handler, event("alice", "k", "TEA-100", 6)).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(carriedOut(stage.database())).isEqualTo(1);
  }

  /// An order waits for its first row, then another of the same rows comes, named the other way
  /// round: had it taken the second row by now, each would wait for the other.
  static void ordersWaitInOneOrder(Stage stage, InvocationLog log) {
    TestDatabase database = stage.database();
    Backends backends = new Backends(database);
    StockDecrementHandler there = new StockDecrementHandler(stage.environment());
    StockDecrementHandler back = new StockDecrementHandler(stage.environment());
    Map.Entry<String, Long> cup = Map.entry("CUP-1", 1L);
    Map.Entry<String, Long> tea = Map.entry("TEA-100", 1L);
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(database, StockDecrementRaces.lock("CUP-1"))) {
      CompletableFuture<Answer> one =
          CompletableFuture.supplyAsync(
              () -> send(there, event("alice", "there", List.of(cup, tea))), threads);
      backends.awaitWaiting(1);
      CompletableFuture<Answer> other =
          CompletableFuture.supplyAsync(
              () -> send(back, event("alice", "back", List.of(tea, cup))), threads);
      backends.awaitWaiting(2);
      row.release();
      assertThat(one.join().status()).isEqualTo(201);
      assertThat(other.join().status()).isEqualTo(201);
    }
    assertThat(log.conflicts()).doesNotContainKey("40P01");
    Invariants.assertHold(database);
  }

  private static void assertNothingTaken(Stage stage) {
    assertThat(carriedOut(stage.database())).isZero();
    Invariants.assertHold(stage.database());
  }
}
