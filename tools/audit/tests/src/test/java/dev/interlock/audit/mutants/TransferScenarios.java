package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.CallerRequest.ALICE_CLOSED;
import static dev.interlock.audit.mutants.CallerRequest.ALICE_EUR;
import static dev.interlock.audit.mutants.CallerRequest.ALICE_USD;
import static dev.interlock.audit.mutants.CallerRequest.BOB_EUR;
import static dev.interlock.audit.mutants.CallerRequest.BOB_SHARED;
import static dev.interlock.audit.mutants.CallerRequest.CAROL_EUR;
import static dev.interlock.audit.mutants.CallerRequest.NOWHERE;
import static dev.interlock.audit.mutants.CallerRequest.change;
import static dev.interlock.audit.mutants.CallerRequest.transfer;

import dev.interlock.office.Office;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.connections.TcpProxy;
import dev.interlock.testkit.servers.Session;
import dev.interlock.wire.Turn;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Scenarios of transfers. Alice has 100,000, bob 50,000, carol nothing.
final class TransferScenarios {

  private static final CallerRequest ONE = transfer("alice", "k", ALICE_EUR, BOB_EUR, 550);

  private TransferScenarios() {}

  static void withAReference(ScenarioRun run) {
    run.send(transfer("alice", "k", ALICE_EUR, BOB_EUR, 550).withReference());
  }

  static void once(ScenarioRun run) {
    run.send(ONE);
  }

  static void deliveredTwice(ScenarioRun run) {
    run.send(ONE);
    run.send(ONE);
  }

  static void sentAgainForWantOfAnAnswer(ScenarioRun run) {
    run.sendAndLeave(ONE);
    run.untilAnswered(ONE);
    run.send(ONE);
  }

  static void thereAndBack(ScenarioRun run) {
    run.send(ONE);
    run.send(transfer("bob", "back", BOB_EUR, ALICE_EUR, 200));
  }

  static void otherAmountUnderTheSameKey(ScenarioRun run) {
    run.send(ONE);
    run.send(transfer("alice", "k", ALICE_EUR, BOB_EUR, 700));
  }

  static void wholeBalance(ScenarioRun run) {
    // The balance was never lower before, so no older state can justify a refusal.
    run.send(transfer("bob", "some", BOB_EUR, ALICE_EUR, 300));
    run.send(transfer("bob", "more", BOB_EUR, ALICE_EUR, 200));
    run.send(transfer("bob", "all", BOB_EUR, ALICE_EUR, 49_500));
  }

  static void moreThanThereIs(ScenarioRun run) {
    run.untilAnswered(transfer("alice", "more", ALICE_EUR, BOB_EUR, 100_001));
  }

  static void betweenCurrencies(ScenarioRun run) {
    run.send(transfer("alice", "k", ALICE_EUR, ALICE_USD, 500));
  }

  static void inACurrencyOfNeither(ScenarioRun run) {
    run.send(transfer("alice", "k", ALICE_USD, BOB_EUR, 500).in("GBP"));
  }

  static void fromAndToAClosedAccount(ScenarioRun run) {
    run.send(transfer("alice", "from", ALICE_CLOSED, BOB_EUR, 500));
    run.send(transfer("alice", "to", ALICE_EUR, ALICE_CLOSED, 500));
  }

  /// Carol's empty account is closed for a while.
  static void toAnAccountClosedAndReopened(ScenarioRun run) {
    CallerRequest read = CallerRequest.account("carol", CAROL_EUR);
    run.send(read);
    run.backOffice(Office::closeAccount, "close", "{\"account\": \"%s\"}", CAROL_EUR);
    run.send(read);
    run.send(transfer("alice", "closed", ALICE_EUR, CAROL_EUR, 500));
    run.backOffice(Office::reopenAccount, "reopen", "{\"account\": \"%s\"}", CAROL_EUR);
    run.send(read);
    run.backOffice(
        Office::payIn,
        "pay",
        "{\"account\": \"%s\", \"amount\": 100, \"currency\": \"EUR\"}",
        CAROL_EUR);
    run.send(transfer("alice", "open", ALICE_EUR, CAROL_EUR, 500));
  }

  static void toNoAccount(ScenarioRun run) {
    run.send(transfer("alice", "k", ALICE_EUR, NOWHERE, 500));
  }

  static void ofAViewer(ScenarioRun run) {
    run.send(change("alice", "grant", 0, ALICE_EUR, "dave", "\"viewer\""));
    run.send(transfer("dave", "k", ALICE_EUR, BOB_EUR, 500));
  }

  /// The back office made carol a viewer there, without a journal row.
  static void ofAFirstViewer(ScenarioRun run) {
    run.send(transfer("carol", "k", BOB_SHARED, BOB_EUR, 500));
  }

  static void ofAnExpiredOperator(ScenarioRun run) {
    run.openedBeforeOpenings(ALICE_EUR);
    run.backOffice(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%1$s', 'dave', 'operator', '2020-01-01T00:00:00Z');
        INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role,
          expires_at, created_at)
        VALUES ('%1$s', 0, 'dave', 'none', 'operator', '2020-01-01T00:00:00Z',
          '2019-01-01T00:00:00Z');
        """
            .formatted(ALICE_EUR));
    run.send(transfer("dave", "k", ALICE_EUR, BOB_EUR, 500));
  }

  static void readOfAClosedAccount(ScenarioRun run) {
    run.send(CallerRequest.account("alice", ALICE_CLOSED));
  }

  static void readOfAnEmptyAccount(ScenarioRun run) {
    run.send(CallerRequest.account("carol", CAROL_EUR));
  }

  static void ofAStranger(ScenarioRun run) {
    run.send(transfer("mallory", "k", ALICE_EUR, BOB_EUR, 500));
  }

  static void refusedAndSentAgainWhenThereIsMoney(ScenarioRun run) {
    CallerRequest refused = transfer("carol", "too-much", CAROL_EUR, BOB_EUR, 500);
    run.send(refused);
    run.send(transfer("alice", "fund", ALICE_EUR, CAROL_EUR, 90_000));
    run.send(refused);
  }

  /// The session ends just before the key is written.
  static void sessionEndsAtTheKey(ScenarioRun run) {
    sessionEndsAt(
        run,
        """
        INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
        VALUES ('alice', 'transfer', '%s', '', 'held')
        """
            .formatted(run.world().of(ONE).key().orElseThrow()));
  }

  /// The session ends just before the balance is written.
  static void sessionEndsAtTheBalance(ScenarioRun run) {
    sessionEndsAt(run, lock(ALICE_EUR));
  }

  private static void sessionEndsAt(ScenarioRun run, String lock) {
    CompletableFuture<Optional<Answer>> first;
    try (Session _ = run.holding(lock)) {
      first = run.sending(ONE);
      run.awaitWaiting(1);
      run.killWaiting();
    }
    first.join();
    run.untilAnswered(ONE);
  }

  /// The statement commits, and its answer is lost on the way to the function.
  static void answerIsLost(ScenarioRun run) {
    TcpProxy wire = run.proxy();
    Service function = run.withRetries(wire);
    wire.script(Turn.Plain.CUT_AFTER);
    run.send(function, ONE);
  }

  /// The same, and the function has no time to retry.
  static void answerIsLostAtTheEnd(ScenarioRun run) {
    TcpProxy wire = run.proxy();
    Service function = run.withOneAttempt(wire);
    wire.script(Turn.Plain.CUT_AFTER);
    run.send(function, ONE);
    run.untilAnswered(ONE);
  }

  /// Two take 60,000 each; both have read before either writes.
  static void twoTakeFromOneBalance(ScenarioRun run) {
    CompletableFuture<Optional<Answer>> one;
    CompletableFuture<Optional<Answer>> other;
    try (Session _ = run.holding(lock(ALICE_EUR))) {
      one = run.sending(transfer("alice", "one", ALICE_EUR, BOB_EUR, 60_000));
      run.awaitWaiting(1);
      other = run.sending(transfer("alice", "other", ALICE_EUR, CAROL_EUR, 60_000));
      run.awaitWaiting(2);
    }
    one.join();
    other.join();
  }

  /// The same with 300 and 400: the balance is enough for both.
  static void twoWriteOneBalance(ScenarioRun run) {
    CompletableFuture<Optional<Answer>> one;
    CompletableFuture<Optional<Answer>> other;
    try (Session _ = run.holding(lock(ALICE_EUR))) {
      one = run.sending(transfer("alice", "one", ALICE_EUR, BOB_EUR, 300));
      run.awaitWaiting(1);
      other = run.sending(transfer("alice", "other", ALICE_EUR, CAROL_EUR, 400));
      run.awaitWaiting(2);
    }
    one.join();
    other.join();
  }

  /// Bob pays alice while only half of her payment to bob has been written.
  static void halfwayMet(ScenarioRun run) {
    CompletableFuture<Optional<Answer>> there;
    CompletableFuture<Optional<Answer>> back;
    try (Session _ =
        run.holding(
            """
            INSERT INTO account_entry (account_id, version, amount, balance_after)
            VALUES ('%s', 2, 0, 0)
            """
                .formatted(ALICE_EUR))) {
      there = run.sending(ONE);
      run.awaitWaiting(1);
      back = run.sending(transfer("bob", "back", BOB_EUR, ALICE_EUR, 200));
      run.awaitEndOrWaiting(back, 2);
    }
    there.join();
    back.join();
  }

  /// One is on its way to the database while another begins and ends.
  static void overtaken(ScenarioRun run) {
    Service slow =
        run.environmentBefore(
            () -> run.send(transfer("alice", "quick", ALICE_EUR, CAROL_EUR, 400)));
    run.send(slow, ONE);
  }

  /// An operator's transfer has read the grant and waits for a row when the grant is revoked.
  static void revokedMeanwhile(ScenarioRun run) {
    run.send(change("alice", "grant", 0, ALICE_EUR, "dave", "\"operator\""));
    CompletableFuture<Optional<Answer>> transfer;
    CompletableFuture<Optional<Answer>> revoke;
    try (Session _ = run.holding(lock(BOB_EUR))) {
      transfer = run.sending(transfer("dave", "late", ALICE_EUR, BOB_EUR, 10));
      run.awaitWaiting(1);
      revoke = run.sending(change("alice", "revoke", 1, ALICE_EUR, "dave", "\"none\""));
      run.awaitEndOrWaiting(revoke, 2);
    }
    transfer.join();
    revoke.join();
  }

  /// The second is sent when the first has been answered.
  static void oneAfterTheOther(ScenarioRun run) {
    run.send(ONE);
    run.send(transfer("alice", "next", ALICE_EUR, CAROL_EUR, 400));
    run.settle();
  }

  static void readAfterAWrite(ScenarioRun run) {
    run.send(CallerRequest.account("alice", ALICE_EUR));
    run.send(ONE);
    run.send(CallerRequest.account("alice", ALICE_EUR));
  }

  /// All of the entries, page by page, before and after one is added, and a page beyond them all.
  static void entriesReadAfterAWrite(ScenarioRun run) {
    run.send(CallerRequest.entries("alice", ALICE_EUR, 1_000, 10));
    run.send(CallerRequest.entries("alice", ALICE_EUR, 0, 10));
    run.send(ONE.withReference());
    run.send(CallerRequest.entries("alice", ALICE_EUR, 0, 1));
    run.send(CallerRequest.entries("alice", ALICE_EUR, 1, 1));
    run.send(CallerRequest.entries("alice", ALICE_EUR, 2, 1));
  }

  private static String lock(String account) {
    return "SELECT 1 FROM account WHERE id = '" + account + "' FOR UPDATE";
  }
}
