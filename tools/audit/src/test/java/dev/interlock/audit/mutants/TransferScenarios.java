package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.Request.ALICE_EUR;
import static dev.interlock.audit.mutants.Request.ALICE_USD;
import static dev.interlock.audit.mutants.Request.BOB_EUR;
import static dev.interlock.audit.mutants.Request.BOB_SHARED;
import static dev.interlock.audit.mutants.Request.CAROL_EUR;
import static dev.interlock.audit.mutants.Request.NOWHERE;
import static dev.interlock.audit.mutants.Request.change;
import static dev.interlock.audit.mutants.Request.transfer;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.Session;
import dev.interlock.wire.Turn;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What befalls transfers. Alice has 100,000, bob 50,000, carol nothing.
final class TransferScenarios {

  private static final Request ONE = transfer("alice", "k", ALICE_EUR, BOB_EUR, 550);

  private TransferScenarios() {}

  static void once(Scene scene) {
    scene.send(ONE);
  }

  static void deliveredTwice(Scene scene) {
    scene.send(ONE);
    scene.send(ONE);
  }

  static void sentAgainForWantOfAnAnswer(Scene scene) {
    scene.sendAndLeave(ONE);
    scene.untilAnswered(ONE);
    scene.send(ONE);
  }

  static void thereAndBack(Scene scene) {
    scene.send(ONE);
    scene.send(transfer("bob", "back", BOB_EUR, ALICE_EUR, 200));
  }

  static void otherAmountUnderTheSameKey(Scene scene) {
    scene.send(ONE);
    scene.send(transfer("alice", "k", ALICE_EUR, BOB_EUR, 700));
  }

  static void wholeBalance(Scene scene) {
    // Had he had less before, the refusal might have seen that.
    scene.send(transfer("bob", "some", BOB_EUR, ALICE_EUR, 300));
    scene.send(transfer("bob", "more", BOB_EUR, ALICE_EUR, 200));
    scene.send(transfer("bob", "all", BOB_EUR, ALICE_EUR, 49_500));
  }

  static void moreThanThereIs(Scene scene) {
    scene.untilAnswered(transfer("alice", "more", ALICE_EUR, BOB_EUR, 100_001));
  }

  static void betweenCurrencies(Scene scene) {
    scene.send(transfer("alice", "k", ALICE_EUR, ALICE_USD, 500));
  }

  static void toNoAccount(Scene scene) {
    scene.send(transfer("alice", "k", ALICE_EUR, NOWHERE, 500));
  }

  static void ofAViewer(Scene scene) {
    scene.send(change("alice", "grant", 0, ALICE_EUR, "dave", "\"viewer\""));
    scene.send(transfer("dave", "k", ALICE_EUR, BOB_EUR, 500));
  }

  /// Carol was made a viewer of it by the back office, of which there is no journal.
  static void ofAFirstViewer(Scene scene) {
    scene.send(transfer("carol", "k", BOB_SHARED, BOB_EUR, 500));
  }

  static void ofAnExpiredOperator(Scene scene) {
    scene.backOffice(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%s', 'dave', 'operator', '2020-01-01T00:00:00Z')
        """
            .formatted(ALICE_EUR));
    scene.send(transfer("dave", "k", ALICE_EUR, BOB_EUR, 500));
  }

  static void readOfAnEmptyAccount(Scene scene) {
    scene.send(Request.account("carol", CAROL_EUR));
  }

  static void ofAStranger(Scene scene) {
    scene.send(transfer("mallory", "k", ALICE_EUR, BOB_EUR, 500));
  }

  static void refusedAndSentAgainWhenThereIsMoney(Scene scene) {
    Request refused = transfer("carol", "too-much", CAROL_EUR, BOB_EUR, 500);
    scene.send(refused);
    scene.send(transfer("alice", "fund", ALICE_EUR, CAROL_EUR, 90_000));
    scene.send(refused);
  }

  /// The session ends when the key is about to be written.
  static void sessionEndsAtTheKey(Scene scene) {
    sessionEndsAt(
        scene,
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
        VALUES ('alice', 'transfer', '%s', '', 'held')
        """
            .formatted(scene.world().of(ONE).key().orElseThrow()));
  }

  /// The session ends when the balance is about to be written.
  static void sessionEndsAtTheBalance(Scene scene) {
    sessionEndsAt(scene, lock(ALICE_EUR));
  }

  private static void sessionEndsAt(Scene scene, String lock) {
    CompletableFuture<Optional<Answer>> first;
    try (Session _ = scene.holding(lock)) {
      first = scene.sending(ONE);
      scene.awaitWaiting(1);
      scene.killWaiting();
    }
    first.join();
    scene.untilAnswered(ONE);
  }

  /// The statement commits, and its answer is lost on the way to the function.
  static void answerIsLost(Scene scene) {
    TcpProxy wire = scene.proxy();
    Service function = scene.patient(wire);
    wire.script(Turn.Plain.CUT_AFTER);
    scene.send(function, ONE);
  }

  /// The same, and the function has no time to ask again.
  static void answerIsLostAtTheEnd(Scene scene) {
    TcpProxy wire = scene.proxy();
    Service function = scene.impatient(wire);
    wire.script(Turn.Plain.CUT_AFTER);
    scene.send(function, ONE);
    scene.untilAnswered(ONE);
  }

  /// Two take 60,000 each, and both have looked before one of them writes.
  static void twoTakeFromOneBalance(Scene scene) {
    CompletableFuture<Optional<Answer>> one;
    CompletableFuture<Optional<Answer>> other;
    try (Session _ = scene.holding(lock(ALICE_EUR))) {
      one = scene.sending(transfer("alice", "one", ALICE_EUR, BOB_EUR, 60_000));
      scene.awaitWaiting(1);
      other = scene.sending(transfer("alice", "other", ALICE_EUR, CAROL_EUR, 60_000));
      scene.awaitWaiting(2);
    }
    one.join();
    other.join();
  }

  /// The same with 300 and 400: there is enough for both.
  static void twoWriteOneBalance(Scene scene) {
    CompletableFuture<Optional<Answer>> one;
    CompletableFuture<Optional<Answer>> other;
    try (Session _ = scene.holding(lock(ALICE_EUR))) {
      one = scene.sending(transfer("alice", "one", ALICE_EUR, BOB_EUR, 300));
      scene.awaitWaiting(1);
      other = scene.sending(transfer("alice", "other", ALICE_EUR, CAROL_EUR, 400));
      scene.awaitWaiting(2);
    }
    one.join();
    other.join();
  }

  /// Alice pays bob and has not written all of it yet when bob pays alice.
  static void halfwayMet(Scene scene) {
    CompletableFuture<Optional<Answer>> there;
    CompletableFuture<Optional<Answer>> back;
    try (Session _ =
        scene.holding(
            """
            INSERT INTO account_entry (account_id, version, amount, balance_after)
            VALUES ('%s', 2, 0, 0)
            """
                .formatted(ALICE_EUR))) {
      there = scene.sending(ONE);
      scene.awaitWaiting(1);
      back = scene.sending(transfer("bob", "back", BOB_EUR, ALICE_EUR, 200));
      scene.awaitEndOrWaiting(back, 2);
    }
    there.join();
    back.join();
  }

  /// One is on its way to the database when another begins and ends.
  static void overtaken(Scene scene) {
    Service slow =
        scene.environmentBefore(
            () -> scene.send(transfer("alice", "quick", ALICE_EUR, CAROL_EUR, 400)));
    scene.send(slow, ONE);
  }

  /// An operator's transfer has looked at his grant and waits for a row when he is revoked.
  static void revokedMeanwhile(Scene scene) {
    scene.send(change("alice", "grant", 0, ALICE_EUR, "dave", "\"operator\""));
    CompletableFuture<Optional<Answer>> transfer;
    CompletableFuture<Optional<Answer>> revoke;
    try (Session _ = scene.holding(lock(BOB_EUR))) {
      transfer = scene.sending(transfer("dave", "late", ALICE_EUR, BOB_EUR, 10));
      scene.awaitWaiting(1);
      revoke = scene.sending(change("alice", "revoke", 1, ALICE_EUR, "dave", "\"none\""));
      scene.awaitEndOrWaiting(revoke, 2);
    }
    transfer.join();
    revoke.join();
  }

  /// The second is sent when the first has been answered.
  static void oneAfterTheOther(Scene scene) {
    scene.send(ONE);
    scene.send(transfer("alice", "next", ALICE_EUR, CAROL_EUR, 400));
    scene.settle();
  }

  static void readAfterAWrite(Scene scene) {
    scene.send(Request.account("alice", ALICE_EUR));
    scene.send(ONE);
    scene.send(Request.account("alice", ALICE_EUR));
  }

  private static String lock(String account) {
    return "SELECT 1 FROM account WHERE id = '" + account + "' FOR UPDATE";
  }
}
