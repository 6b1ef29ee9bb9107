package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.CallerRequest.SHOP;
import static dev.interlock.audit.mutants.CallerRequest.change;
import static dev.interlock.audit.mutants.CallerRequest.decrement;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.servers.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Scenarios of decrements. The shop, alice's with bob as operator, has 1,000 of TEA-100 and 5 of
/// CUP-1.
final class DecrementScenarios {

  private DecrementScenarios() {}

  static void twoLines(ScenarioRun run) {
    run.send(
        decrement(
            "alice",
            "k",
            """
            {"sku": "TEA-100", "quantity": 3}, {"sku": "CUP-1", "quantity": 2}\
            """));
  }

  static void splitLinesAndAReference(ScenarioRun run) {
    run.send(
        decrement(
                "alice",
                "k",
                """
                {"sku": "TEA-100", "quantity": 3}, {"sku": "CUP-1", "quantity": 2},
                {"sku": "TEA-100", "quantity": 4}\
                """)
            .withReference());
  }

  static void oneLine(ScenarioRun run) {
    run.send(decrement("alice", "k", "TEA-100", 3));
  }

  static void ofAStranger(ScenarioRun run) {
    run.send(decrement("mallory", "k", "TEA-100", 3));
  }

  static void ofAnExpiredOperator(ScenarioRun run) {
    run.openedBeforeOpenings(SHOP);
    run.backOffice(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%1$s', 'dave', 'operator', '2020-01-01T00:00:00Z');
        INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role,
          expires_at, created_at)
        VALUES ('%1$s', 0, 'dave', 'none', 'operator', '2020-01-01T00:00:00Z',
          '2019-01-01T00:00:00Z');
        """
            .formatted(SHOP));
    run.send(decrement("dave", "k", "TEA-100", 3));
  }

  /// The revoke, by the back office, is the last change of the shop.
  static void ofAnOperatorRevokedLongAgo(ScenarioRun run) {
    run.openedBeforeOpenings(SHOP);
    run.backOffice(
        """
        UPDATE resource SET acl_version = 1 WHERE id = '%1$s';
        UPDATE permission SET role = 'none' WHERE resource_id = '%1$s' AND principal = 'bob';
        INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role,
          created_at)
        VALUES ('%1$s', 1, 'bob', 'operator', 'none', clock_timestamp() - INTERVAL '1 hour');
        """
            .formatted(SHOP));
    run.send(decrement("bob", "k", "TEA-100", 3));
  }

  static void moreThanThereIs(ScenarioRun run) {
    run.send(decrement("alice", "k", "CUP-1", 6));
  }

  static void skuThatIsNot(ScenarioRun run) {
    run.send(decrement("alice", "k", "NO-SUCH", 3));
  }

  static void wholeStock(ScenarioRun run) {
    run.send(decrement("alice", "k", "CUP-1", 5));
  }

  static void singlePieces(ScenarioRun run) {
    run.send(decrement("alice", "k1", "TEA-100", 2));
    run.send(decrement("alice", "k2", "TEA-100", 1));
    run.send(decrement("alice", "k3", "TEA-100", 2));
    run.send(decrement("alice", "k4", "TEA-100", 1));
  }

  /// Two take 3 of 5; both have read before either writes.
  static void twoTakeTheLastPieces(ScenarioRun run) {
    two(run, "CUP-1", 3);
  }

  /// The same with enough stock for both.
  static void twoTakeOfOneStock(ScenarioRun run) {
    two(run, "TEA-100", 30);
  }

  private static void two(ScenarioRun run, String sku, long quantity) {
    CompletableFuture<Optional<Answer>> one;
    CompletableFuture<Optional<Answer>> other;
    try (Session _ = run.holding(lock(sku))) {
      one = run.sending(decrement("alice", "one", sku, quantity));
      run.awaitWaiting(1);
      other = run.sending(decrement("bob", "other", sku, quantity));
      run.awaitWaiting(2);
    }
    one.join();
    other.join();
  }

  /// One is on its way to the database while another begins and ends.
  static void overtaken(ScenarioRun run) {
    Service slow = run.environmentBefore(() -> run.send(decrement("bob", "quick", "TEA-100", 1)));
    run.send(slow, decrement("alice", "slow", "TEA-100", 2));
  }

  /// An operator's decrement has read the grant and waits for a row when the grant is revoked.
  static void revokedMeanwhile(ScenarioRun run) {
    CompletableFuture<Optional<Answer>> decrement;
    CompletableFuture<Optional<Answer>> revoke;
    try (Session _ = run.holding(lock("TEA-100"))) {
      decrement = run.sending(decrement("bob", "late", "TEA-100", 1));
      run.awaitWaiting(1);
      revoke = run.sending(change("alice", "revoke", 0, "bob", "none"));
      run.awaitEndOrWaiting(revoke, 2);
    }
    decrement.join();
    revoke.join();
  }

  static void readAfterAWrite(ScenarioRun run) {
    run.send(CallerRequest.stock("bob", "TEA-100"));
    run.send(decrement("alice", "k", "TEA-100", 3));
    run.send(CallerRequest.stock("bob", "TEA-100"));
  }

  private static String lock(String sku) {
    return "SELECT 1 FROM stock WHERE location_id = '%s' AND sku = '%s' FOR UPDATE"
        .formatted(SHOP, sku);
  }
}
