package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.permissionchange.Changes.event;
import static dev.interlock.permissionchange.Changes.owners;
import static dev.interlock.permissionchange.Changes.role;
import static dev.interlock.permissionchange.Changes.send;
import static dev.interlock.permissionchange.Changes.until;
import static dev.interlock.permissionchange.Changes.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;

/// The rules of the statement, checked with one or two changes.
final class PermissionChangeRules {

  private static final String LATER = "2999-12-31T23:59:59Z";

  private PermissionChangeRules() {}

  /// A change based on a past or a future version.
  static void versionMustBeTheCurrentOne(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    assertAccepted(send(handler, event("alice", "one", SHOP, "carol", "viewer", 0)));
    for (long stale : new long[] {0, 2}) {
      Answer answer = send(handler, event("alice", "v" + stale, SHOP, "mallory", "owner", stale));
      assertThat(answer.problem()).as(answer.bodyText()).isEqualTo("version-mismatch");
      assertThat(answer.body().integer("aclVersion")).isEqualTo(1);
    }
    assertThat(role(stage.database(), SHOP, "mallory")).isEqualTo("none");
    assertThat(version(stage.database(), SHOP)).isEqualTo(1);
    Invariants.assertHold(stage.database());
  }

  /// A grant that has already expired.
  static void grantMustNotBePastAlready(Stage stage) {
    assertRefused(
        stage, until("2001-01-01T00:00:00Z", "alice", "k", "carol", "viewer", 0), "expiry-past");
  }

  /// The only owner can be neither removed nor demoted.
  static void resourceKeepsAnOwner(Stage stage) {
    assertRefused(stage, event("alice", "k", SHOP, "alice", "none", 0), "last-owner");
    assertRefused(stage, event("alice", "l", SHOP, "alice", "viewer", 0), "last-owner");
    assertThat(owners(stage.database(), SHOP)).isEqualTo(1);
  }

  /// Whatever the answer, the resource has an owner.
  static void resourceIsNeverWithoutAnOwner(Stage stage) {
    send(
        new PermissionChangeHandler(stage.environment()),
        event("alice", "k", SHOP, "alice", "none", 0));
    assertThat(owners(stage.database(), SHOP)).isPositive();
  }

  /// The count of owners follows additions and removals.
  static void ownersAreCounted(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    assertAccepted(send(handler, event("alice", "1", SHOP, "bob", "owner", 0)));
    Invariants.assertHold(stage.database());
    assertAccepted(send(handler, event("alice", "2", SHOP, "bob", "owner", 1)));
    Invariants.assertHold(stage.database());
    assertAccepted(send(handler, event("bob", "3", SHOP, "alice", "operator", 2)));
    Invariants.assertHold(stage.database());
    assertThat(send(handler, event("bob", "4", SHOP, "bob", "none", 3)).problem())
        .isEqualTo("last-owner");
    assertThat(owners(stage.database(), SHOP)).isEqualTo(1);
  }

  /// The previous role of a principal whose grant has expired is `none`.
  static void expiredGrantWasNone(Stage stage) {
    Changes.grant(stage.database(), SHOP, "dora", "operator", "clock_timestamp()");
    Answer answer =
        send(
            new PermissionChangeHandler(stage.environment()),
            event("alice", "k", SHOP, "dora", "viewer", 0));
    assertAccepted(answer);
    assertThat(answer.body().text("previousRole")).isEqualTo("none");
    assertThat(
            stage
                .database()
                .text("SELECT previous_role FROM permission_entry WHERE acl_version > 0"))
        .isEqualTo("none");
  }

  /// A new grant replaces role and expiry.
  static void grantIsReplaced(Stage stage) {
    TestDatabase database = stage.database();
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    assertAccepted(send(handler, until(LATER, "alice", "1", "bob", "viewer", 0)));
    assertThat(role(database, SHOP, "bob")).isEqualTo("viewer");
    assertThat(expiring(database)).isEqualTo(1);
    assertAccepted(send(handler, event("alice", "2", SHOP, "bob", "operator", 1)));
    assertThat(role(database, SHOP, "bob")).isEqualTo("operator");
    assertThat(expiring(database)).isZero();
    Invariants.assertHold(database);
  }

  private static long expiring(TestDatabase database) {
    return database.number("SELECT count(*) FROM permission WHERE expires_at IS NOT NULL");
  }

  /// A refusal changes nothing.
  static void refusedChangeChangesNothing(Stage stage) {
    assertRefused(stage, event("bob", "k", SHOP, "carol", "viewer", 0), "role-insufficient");
  }

  /// Two changes, one after the other, leave two versions.
  static void eachChangeMakesAVersion(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    for (int i = 0; i < 2; i++) {
      Answer answer = send(handler, event("alice", "v" + i, SHOP, "carol", "viewer", i));
      assertAccepted(answer);
      assertThat(answer.body().integer("aclVersion")).isEqualTo(i + 1);
    }
    assertThat(version(stage.database(), SHOP)).isEqualTo(2);
    Invariants.assertHold(stage.database());
  }

  /// The same request twice has one effect and the same answer.
  static void sameKeyTwiceIsOnce(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    Event event = event("alice", "k", SHOP, "carol", "viewer", 0);
    Answer first = send(handler, event);
    Answer second = send(handler, event);
    assertAccepted(first);
    assertAccepted(second);
    assertThat(second.bodyText()).isEqualTo(first.bodyText());
    assertThat(version(stage.database(), SHOP)).isEqualTo(1);
    Invariants.assertHold(stage.database());
  }

  /// A key belongs to one command. Another command under it is refused.
  static void keyNamesOneCommand(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    assertAccepted(send(handler, event("alice", "k", SHOP, "carol", "viewer", 0)));
    assertThat(send(handler, event("alice", "k", SHOP, "carol", "operator", 0)).problem())
        .isEqualTo("idempotency-key-reused");
    assertThat(version(stage.database(), SHOP)).isEqualTo(1);
  }

  private static void assertAccepted(Answer answer) {
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(201);
  }

  private static void assertRefused(Stage stage, Event event, String problem) {
    Answer answer = send(new PermissionChangeHandler(stage.environment()), event);
    assertThat(answer.problem()).as(answer.bodyText()).isEqualTo(problem);
    assertThat(version(stage.database(), SHOP)).isZero();
    Invariants.assertHold(stage.database());
  }
}
