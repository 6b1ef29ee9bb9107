package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.Request.NOWHERE;
import static dev.interlock.audit.mutants.Request.SHOP;
import static dev.interlock.audit.mutants.Request.change;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.servers.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What befalls permissions at the shop: alice is its owner, bob an operator.
final class ChangeScenarios {

  private ChangeScenarios() {}

  static void once(Scene scene) {
    scene.send(change("alice", "k", 0, "carol", "viewer"));
  }

  /// The second change changes nothing, and is a change all the same.
  static void sameRoleAgain(Scene scene) {
    scene.send(change("alice", "k1", 0, "carol", "viewer"));
    scene.send(change("alice", "k2", 1, "carol", "viewer"));
    scene.send(change("alice", "k3", 2, "carol", "operator"));
    scene.send(change("alice", "k4", 3, "carol", "operator"));
  }

  static void givenAndTaken(Scene scene) {
    scene.send(change("alice", "k1", 0, "carol", "viewer"));
    scene.send(change("alice", "k2", 1, "carol", "none"));
  }

  static void madeEndless(Scene scene) {
    scene.send(change("alice", "k1", 0, SHOP, "carol", UNTIL_2100));
    scene.send(change("alice", "k2", 1, "carol", "operator"));
  }

  static void operatorUntilLaterMadeOwner(Scene scene) {
    scene.send(change("alice", "k1", 0, SHOP, "carol", UNTIL_2100));
    scene.send(change("alice", "k2", 1, "carol", "owner"));
  }

  static void pastAlready(Scene scene) {
    scene.send(
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

  static void ofAnOperator(Scene scene) {
    scene.send(change("bob", "k", 0, "carol", "viewer"));
  }

  static void ofNoResource(Scene scene) {
    scene.untilAnswered(change("mallory", "k", 0, NOWHERE, "mallory", "\"owner\""));
  }

  static void twoCallersHaveOneKey(Scene scene) {
    scene.send(change("alice", "k", 0, "bob", "owner"));
    scene.send(change("bob", "k", 1, "carol", "viewer"));
  }

  static void fromAnOldVersion(Scene scene) {
    scene.send(change("alice", "k1", 0, "carol", "viewer"));
    scene.send(change("alice", "k2", 0, "carol", "operator"));
  }

  static void bothOwnersLeave(Scene scene) {
    scene.send(change("alice", "k1", 0, "bob", "owner"));
    scene.send(change("alice", "k2", 1, "alice", "none"));
    scene.send(change("bob", "k3", 2, "bob", "none"));
  }

  /// Both have looked before one of them writes.
  static void bothOwnersLeaveAtOnce(Scene scene) {
    scene.send(change("alice", "k1", 0, "bob", "owner"));
    atOnce(scene, change("alice", "k2", 1, "alice", "none"), change("bob", "k3", 1, "bob", "none"));
  }

  /// Two changes of one grant from one version, and both have looked before one of them writes.
  static void twoFromOneVersion(Scene scene) {
    atOnce(
        scene,
        change("alice", "one", 0, "carol", "viewer"),
        change("alice", "other", 0, "carol", "operator"));
  }

  private static void atOnce(Scene scene, Request one, Request other) {
    CompletableFuture<Optional<Answer>> first;
    CompletableFuture<Optional<Answer>> second;
    try (Session _ = scene.holding("SELECT 1 FROM resource WHERE id = '" + SHOP + "' FOR UPDATE")) {
      first = scene.sending(one);
      scene.awaitWaiting(1);
      second = scene.sending(other);
      scene.awaitWaiting(2);
    }
    first.join();
    second.join();
  }

  /// One is on its way to the database when the one that it builds on begins and ends.
  static void overtaken(Scene scene) {
    Service slow =
        scene.environmentBefore(() -> scene.send(change("alice", "quick", 0, "carol", "viewer")));
    scene.send(slow, change("alice", "slow", 1, "dave", "viewer"));
  }

  static void readAfterAWrite(Scene scene) {
    scene.send(Request.permissions("bob"));
    scene.send(change("alice", "k", 0, "carol", "viewer"));
    scene.send(Request.permissions("bob"));
  }

  static void readAfterAGrantHasEnded(Scene scene) {
    givenAndTaken(scene);
    scene.send(Request.permissions("bob"));
  }

  private static final String UNTIL_2100 =
      """
      "operator", "expiresAt": "2100-01-01T00:00:00Z\"\
      """;
}
