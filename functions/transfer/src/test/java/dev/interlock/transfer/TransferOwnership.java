package dev.interlock.transfer;

import static dev.interlock.testkit.tables.Accounts.transfers;
import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static dev.interlock.transfer.Transfers.BOB_EUR;
import static dev.interlock.transfer.Transfers.LOCATION;
import static dev.interlock.transfer.Transfers.SHARED_EUR;
import static dev.interlock.transfer.Transfers.event;
import static dev.interlock.transfer.Transfers.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// Checks of who may move money from an account, up to the moment of the commit, on any stage.
final class TransferOwnership {

  private static final String REVOKE =
      "UPDATE permission SET role = 'none' WHERE principal = 'alice' AND resource_id = '"
          + SHARED_EUR
          + "'";

  private TransferOwnership() {}

  /// An account of another owner is answered exactly like an absent one, and nothing moves.
  static void accountOfAnotherCallerLooksAbsent(Stage stage) {
    TransferHandler handler = new TransferHandler(stage.environment());
    Answer absent = send(handler, event("carol", "absent", ABSENT, BOB_EUR, 5));
    assertThat(absent.status()).isEqualTo(404);
    assertThat(send(handler, event("carol", "other", ALICE_EUR, BOB_EUR, 5))).isEqualTo(absent);
    assertThat(send(handler, event("carol", "kind", LOCATION, BOB_EUR, 5))).isEqualTo(absent);
    assertThat(transfers(stage.database())).isZero();
    Invariants.assertHold(stage.database());
  }

  /// A revoked grant counts as none.
  static void revokedGrantCountsAsNone(Stage stage) {
    stage.database().run(REVOKE);
    assertRefused(stage, "alice", 404);
  }

  /// An expired grant counts as none, by the database's clock.
  static void expiredGrantCountsAsNone(Stage stage) {
    stage
        .database()
        .run(
            "UPDATE permission SET expires_at = clock_timestamp() WHERE principal = 'alice'"
                + " AND resource_id = '"
                + SHARED_EUR
                + "'");
    assertRefused(stage, "alice", 404);
  }

  /// A viewer may not move money.
  static void viewerMayNotMove(Stage stage) {
    assertRefused(stage, "carol", 403);
  }

  private static void assertRefused(Stage stage, String caller, int status) {
    TransferHandler handler = new TransferHandler(stage.environment());
    assertThat(send(handler, event(caller, "k", SHARED_EUR, BOB_EUR, 5)).status())
        .isEqualTo(status);
    assertThat(transfers(stage.database())).isZero();
    Invariants.assertHold(stage.database());
  }

  /// A transfer waits for a row while its caller's grant is revoked: the revoke waits for the
  /// transfer.
  static void revokeWaitsForARunningTransfer(Stage stage) {
    TestDatabase database = stage.database();
    Backends backends = new Backends(database);
    TransferHandler handler = new TransferHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session row = Session.holding(database, TransferRaces.lock(SHARED_EUR))) {
      CompletableFuture<Answer> transfer =
          CompletableFuture.supplyAsync(
              () -> send(handler, event("alice", "k", SHARED_EUR, BOB_EUR, 5)), threads);
      backends.awaitWaiting(1);
      CompletableFuture<Long> transfersAtRevoke =
          CompletableFuture.supplyAsync(
              () -> {
                database.run(REVOKE);
                return transfers(database);
              },
              threads);
      await().until(() -> transfersAtRevoke.isDone() || backends.waiting() == 2);
      row.release();
      long atRevoke = transfersAtRevoke.join();
      transfer.join();
      assertThat(transfers(database)).as("after the revoke was acknowledged").isEqualTo(atRevoke);
    }
    Invariants.assertHold(database);
  }

  /// Callers send without pause while their grant is revoked. After the revoke, none of their calls
  /// commits.
  static void nothingIsCommittedAfterARevoke(Stage stage, int parties) {
    TestDatabase database = stage.database();
    AtomicBoolean revoked = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(parties)) {
      List<CompletableFuture<Void>> hammering =
          IntStream.range(0, parties)
              .mapToObj(i -> new TransferHandler(stage.environment()))
              .map(handler -> CompletableFuture.runAsync(() -> hammer(handler, revoked), threads))
              .toList();
      await().until(() -> transfers(database) >= 3L * parties);
      database.run(REVOKE);
      long atRevoke = transfers(database);
      revoked.set(true);
      hammering.forEach(CompletableFuture::join);
      assertThat(transfers(database)).as("after the revoke was acknowledged").isEqualTo(atRevoke);
    }
    Invariants.assertHold(database);
  }

  // Continues until it is refused after the revoke.
  private static void hammer(TransferHandler handler, AtomicBoolean revoked) {
    boolean last = false;
    for (int i = 0; !last; i++) {
      last = revoked.get();
      String key = System.identityHashCode(handler) + "." + i;
      Answer answer = send(handler, event("alice", key, SHARED_EUR, BOB_EUR, 1));
      assertThat(answer.status() == 404 || (answer.status() == 201 && !last))
          .as(answer.bodyText())
          .isTrue();
    }
  }
}
