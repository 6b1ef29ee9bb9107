package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.Request.SHOP;
import static dev.interlock.audit.mutants.Request.change;
import static dev.interlock.audit.mutants.Request.decrement;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.servers.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What befalls decrements. The shop, alice's with bob as operator, has 1,000 of TEA-100 and 5 of
/// CUP-1.
final class DecrementScenarios {

  private DecrementScenarios() {}

  static void twoLines(Scene scene) {
    scene.send(
        decrement(
            "alice",
            "k",
            """
            {"sku": "TEA-100", "quantity": 3}, {"sku": "CUP-1", "quantity": 2}\
            """));
  }

  static void oneLine(Scene scene) {
    scene.send(decrement("alice", "k", "TEA-100", 3));
  }

  static void ofAStranger(Scene scene) {
    scene.send(decrement("mallory", "k", "TEA-100", 3));
  }

  static void ofAnExpiredOperator(Scene scene) {
    scene.backOffice(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%s', 'dave', 'operator', '2020-01-01T00:00:00Z')
        """
            .formatted(SHOP));
    scene.send(decrement("dave", "k", "TEA-100", 3));
  }

  static void skuThatIsNot(Scene scene) {
    scene.send(decrement("alice", "k", "NO-SUCH", 3));
  }

  static void wholeStock(Scene scene) {
    scene.send(decrement("alice", "k", "CUP-1", 5));
  }

  static void singlePieces(Scene scene) {
    scene.send(decrement("alice", "k1", "TEA-100", 2));
    scene.send(decrement("alice", "k2", "TEA-100", 1));
    scene.send(decrement("alice", "k3", "TEA-100", 2));
    scene.send(decrement("alice", "k4", "TEA-100", 1));
  }

  /// Two take 3 of 5, and both have looked before one of them writes.
  static void twoTakeTheLastPieces(Scene scene) {
    two(scene, "CUP-1", 3);
  }

  /// The same, of what there is enough of.
  static void twoTakeOfOneStock(Scene scene) {
    two(scene, "TEA-100", 30);
  }

  private static void two(Scene scene, String sku, long quantity) {
    CompletableFuture<Optional<Answer>> one;
    CompletableFuture<Optional<Answer>> other;
    try (Session _ = scene.holding(lock(sku))) {
      one = scene.sending(decrement("alice", "one", sku, quantity));
      scene.awaitWaiting(1);
      other = scene.sending(decrement("bob", "other", sku, quantity));
      scene.awaitWaiting(2);
    }
    one.join();
    other.join();
  }

  /// One is on its way to the database when another begins and ends.
  static void overtaken(Scene scene) {
    Service slow =
        scene.environmentBefore(() -> scene.send(decrement("bob", "quick", "TEA-100", 1)));
    scene.send(slow, decrement("alice", "slow", "TEA-100", 2));
  }

  /// An operator's decrement has looked at his grant and waits for a row when he is revoked.
  static void revokedMeanwhile(Scene scene) {
    CompletableFuture<Optional<Answer>> decrement;
    CompletableFuture<Optional<Answer>> revoke;
    try (Session _ = scene.holding(lock("TEA-100"))) {
      decrement = scene.sending(decrement("bob", "late", "TEA-100", 1));
      scene.awaitWaiting(1);
      revoke = scene.sending(change("alice", "revoke", 0, "bob", "none"));
      scene.awaitEndOrWaiting(revoke, 2);
    }
    decrement.join();
    revoke.join();
  }

  static void readAfterAWrite(Scene scene) {
    scene.send(Request.stock("bob", "TEA-100"));
    scene.send(decrement("alice", "k", "TEA-100", 3));
    scene.send(Request.stock("bob", "TEA-100"));
  }

  private static String lock(String sku) {
    return "SELECT 1 FROM stock WHERE location_id = '%s' AND sku = '%s' FOR UPDATE"
        .formatted(SHOP, sku);
  }
}
