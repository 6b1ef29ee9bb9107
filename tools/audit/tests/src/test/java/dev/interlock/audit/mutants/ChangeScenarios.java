package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.CallerRequest.NOWHERE;
import static dev.interlock.audit.mutants.CallerRequest.SHOP;
import static dev.interlock.audit.mutants.CallerRequest.change;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.servers.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Scenarios of permission changes at the shop: alice is its owner, bob an operator.
final class ChangeScenarios {

  private ChangeScenarios() {}

  static void once(ScenarioRun run) {
    run.send(change("alice", "k", 0, "carol", "viewer"));
  }

  /// The second change changes nothing, but makes a version like any other.
  static void sameRoleAgain(ScenarioRun run) {
    run.send(change("alice", "k1", 0, "carol", "viewer"));
    run.send(change("alice", "k2", 1, "carol", "viewer"));
    run.send(change("alice", "k3", 2, "carol", "operator"));
    run.send(change("alice", "k4", 3, "carol", "operator"));
  }

  static void givenAndTaken(ScenarioRun run) {
    run.send(change("alice", "k1", 0, "carol", "viewer"));
    run.send(change("alice", "k2", 1, "carol", "none"));
  }

  static void madeEndless(ScenarioRun run) {
    run.send(change("alice", "k1", 0, SHOP, "carol", UNTIL_2100));
    run.send(change("alice", "k2", 1, "carol", "operator"));
  }

  static void operatorUntilLaterMadeOwner(ScenarioRun run) {
    run.send(change("alice", "k1", 0, SHOP, "carol", UNTIL_2100));
    run.send(change("alice", "k2", 1, "carol", "owner"));
  }

  static void pastAlready(ScenarioRun run) {
    run.send(
        change(
            "alice",
            "k",
            0,
            SHOP,
            "carol",
            """
            "viewer", "expiresAt": "2020-01-01T00:00:00Z\"\
            """));
  }

  static void pastAlreadyFromAnOldVersion(ScenarioRun run) {
    givenAndTaken(run);
    pastAlready(run);
  }

  /// No change takes the last owner away.
  static void anOwnerLeavesAndAnotherStays(ScenarioRun run) {
    run.send(change("alice", "k1", 0, "bob", "owner"));
    run.send(change("alice", "k2", 1, "bob", "owner"));
    run.send(change("bob", "k3", 2, "alice", "none"));
    run.send(change("bob", "k4", 3, "bob", "owner"));
    run.send(change("bob", "k5", 4, "carol", "viewer"));
  }

  static void ofAnOperator(ScenarioRun run) {
    run.send(change("bob", "k", 0, "carol", "viewer"));
  }

  static void ofNoResource(ScenarioRun run) {
    run.untilAnswered(change("mallory", "k", 0, NOWHERE, "mallory", "\"owner\""));
  }

  static void twoCallersHaveOneKey(ScenarioRun run) {
    run.send(change("alice", "k", 0, "bob", "owner"));
    run.send(change("bob", "k", 1, "carol", "viewer"));
  }

  static void fromAnOldVersion(ScenarioRun run) {
    run.send(change("alice", "k1", 0, "carol", "viewer"));
    run.send(change("alice", "k2", 0, "carol", "operator"));
  }

  static void bothOwnersLeave(ScenarioRun run) {
    run.send(change("alice", "k1", 0, "bob", "owner"));
    run.send(change("alice", "k2", 1, "alice", "none"));
    run.send(change("bob", "k3", 2, "bob", "none"));
  }

  /// Both have read before either writes.
  static void bothOwnersLeaveAtOnce(ScenarioRun run) {
    run.send(change("alice", "k1", 0, "bob", "owner"));
    atOnce(run, change("alice", "k2", 1, "alice", "none"), change("bob", "k3", 1, "bob", "none"));
  }

  /// Two changes of one grant from one version; both have read before either writes.
  static void twoFromOneVersion(ScenarioRun run) {
    atOnce(
        run,
        change("alice", "one", 0, "carol", "viewer"),
        change("alice", "other", 0, "carol", "operator"));
  }

  private static void atOnce(ScenarioRun run, CallerRequest one, CallerRequest other) {
    CompletableFuture<Optional<Answer>> first;
    CompletableFuture<Optional<Answer>> second;
    try (Session _ = run.holding("SELECT 1 FROM resource WHERE id = '" + SHOP + "' FOR UPDATE")) {
      first = run.sending(one);
      run.awaitWaiting(1);
      second = run.sending(other);
      run.awaitWaiting(2);
    }
    first.join();
    second.join();
  }

  /// One is on its way to the database while the change that it depends on begins and ends.
  static void overtaken(ScenarioRun run) {
    Service slow =
        run.environmentBefore(() -> run.send(change("alice", "quick", 0, "carol", "viewer")));
    run.send(slow, change("alice", "slow", 1, "dave", "viewer"));
  }

  static void readAfterAWrite(ScenarioRun run) {
    run.send(CallerRequest.permissions("bob"));
    run.send(change("alice", "k", 0, "carol", "viewer"));
    run.send(CallerRequest.permissions("bob"));
  }

  static void readAfterAGrantHasEnded(ScenarioRun run) {
    givenAndTaken(run);
    run.send(CallerRequest.permissions("bob"));
  }

  private static final String UNTIL_2100 =
      """
      "operator", "expiresAt": "2100-01-01T00:00:00Z\"\
      """;
}
