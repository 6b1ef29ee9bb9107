package dev.interlock.stockdecrement;

import static dev.interlock.stockdecrement.Decrements.ABSENT;
import static dev.interlock.stockdecrement.Decrements.ACCOUNT;
import static dev.interlock.stockdecrement.Decrements.BOBS_SHOP;
import static dev.interlock.stockdecrement.Decrements.SHOP;
import static dev.interlock.stockdecrement.Decrements.carriedOut;
import static dev.interlock.stockdecrement.Decrements.event;
import static dev.interlock.stockdecrement.Decrements.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// Checks of who may take stock out of a location, up to the moment of the commit, on any stage.
final class StockDecrementOwnership {

  private static final String REVOKE =
      "UPDATE permission SET role = 'none' WHERE principal = 'bob' AND resource_id = '"
          + SHOP
          + "'";

  private StockDecrementOwnership() {}

  /// Another's location is answered exactly as an absent one, and nothing is taken.
  static void anothersLocationIsAsAbsent(Stage stage) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    Answer absent = send(handler, one("alice", "absent", ABSENT));
    assertThat(absent.status()).isEqualTo(404);
    assertThat(send(handler, one("alice", "other", BOBS_SHOP))).isEqualTo(absent);
    assertNothingTaken(stage);
  }

  /// An account is no location, not even its owner's.
  static void accountIsAsAbsent(Stage stage) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    Answer absent = send(handler, one("alice", "absent", ABSENT));
    assertThat(send(handler, one("alice", "kind", ACCOUNT))).isEqualTo(absent);
    assertNothingTaken(stage);
  }

  /// A revoked grant counts as none.
  static void revokedGrantCountsAsNone(Stage stage) {
    stage.database().run(REVOKE);
    assertRefused(stage, "bob", 404);
  }

  /// An expired grant counts as none, by the database's clock.
  static void expiredGrantCountsAsNone(Stage stage) {
    Decrements.grant(stage.database(), "dora", "operator", "clock_timestamp()");
    assertRefused(stage, "dora", 404);
  }

  /// A viewer may not take stock.
  static void viewerMayNotTake(Stage stage) {
    Decrements.grant(stage.database(), "carol", "viewer", "NULL");
    assertRefused(stage, "carol", 403);
  }

  private static void assertRefused(Stage stage, String caller, int status) {
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    assertThat(send(handler, one(caller, "k", SHOP)).status()).isEqualTo(status);
    assertNothingTaken(stage);
  }

  private static void assertNothingTaken(Stage stage) {
    assertThat(carriedOut(stage.database())).isZero();
    Invariants.assertHold(stage.database());
  }

  /// A decrement waits for a row when its caller's grant is taken away: the revoke waits for it.
  static void revokeWaitsForARunningDecrement(Stage stage) {
    TestDatabase database = stage.database();
    Backends backends = new Backends(database);
    StockDecrementHandler handler = new StockDecrementHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(database, StockDecrementRaces.lock("TEA-100"))) {
      CompletableFuture<Answer> decrement =
          CompletableFuture.supplyAsync(() -> send(handler, one("bob", "k", SHOP)), threads);
      backends.awaitWaiting(1);
      CompletableFuture<Long> takenAtRevoke =
          CompletableFuture.supplyAsync(() -> revoke(database), threads);
      await().until(() -> takenAtRevoke.isDone() || backends.waiting() == 2);
      row.release();
      long atRevoke = takenAtRevoke.join();
      decrement.join();
      assertThat(carriedOut(database)).as("after the revoke was acknowledged").isEqualTo(atRevoke);
    }
    Invariants.assertHold(database);
  }

  /// Callers send without pause while their grant is revoked. After the revoke, none of their calls
  /// commits.
  static void nothingIsCommittedAfterARevoke(Stage stage, int parties) {
    TestDatabase database = stage.database();
    Decrements.stockMany(database, "MANY-", 10, 1_000_000);
    AtomicBoolean revoked = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(parties)) {
      List<CompletableFuture<Void>> hammering =
          IntStream.range(0, parties)
              .mapToObj(i -> new StockDecrementHandler(stage.environment()))
              .map(handler -> CompletableFuture.runAsync(() -> hammer(handler, revoked), threads))
              .toList();
      await().until(() -> carriedOut(database) >= 3L * parties);
      long atRevoke = revoke(database);
      revoked.set(true);
      hammering.forEach(CompletableFuture::join);
      assertThat(carriedOut(database)).as("after the revoke was acknowledged").isEqualTo(atRevoke);
    }
    Invariants.assertHold(database);
  }

  // How many had been carried out once it was acknowledged.
  private static long revoke(TestDatabase database) {
    database.run(REVOKE);
    return carriedOut(database);
  }

  // Continues until it is refused after the revoke.
  private static void hammer(StockDecrementHandler handler, AtomicBoolean revoked) {
    boolean last = false;
    for (int i = 0; !last; i++) {
      last = revoked.get();
      String key = System.identityHashCode(handler) + "." + i;
      Answer answer = send(handler, event("bob", key, "MANY-00" + i % 10, 1));
      assertThat(answer.status() == 404 || (answer.status() == 201 && !last))
          .as(answer.bodyText())
          .isTrue();
    }
  }

  private static Event one(String caller, String key, String location) {
    return event(caller, key, location, List.of(Map.entry("TEA-100", 1L)));
  }
}
