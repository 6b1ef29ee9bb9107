package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.ABSENT;
import static dev.interlock.permissionchange.Changes.ALICES;
import static dev.interlock.permissionchange.Changes.SHARED;
import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.permissionchange.Changes.event;
import static dev.interlock.permissionchange.Changes.role;
import static dev.interlock.permissionchange.Changes.send;
import static dev.interlock.permissionchange.Changes.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.tables.Invariants;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Checks of who may change the permissions of a resource, up to the moment of the commit, on any
/// stage.
final class PermissionChangeOwnership {

  private PermissionChangeOwnership() {}

  /// A resource of another owner is answered exactly like an absent one, and nothing changes.
  static void anothersResourceIsAsAbsent(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    Answer absent = send(handler, event("carol", "absent", ABSENT, "carol", "owner", 0));
    assertThat(absent.status()).isEqualTo(404);
    assertThat(send(handler, event("carol", "other", ALICES, "carol", "owner", 0)))
        .isEqualTo(absent);
    assertThat(send(handler, event("carol", "own", ALICES, "carol", "none", 0))).isEqualTo(absent);
    assertNothingChanged(stage);
  }

  /// A grant on an absent resource gives no access.
  static void grantWithoutAResourceIsNone(Stage stage) {
    Changes.grant(stage.database(), ABSENT, "alice", "owner", "NULL");
    assertRefused(stage, event("alice", "k", ABSENT, "carol", "viewer", 0), 404);
  }

  /// An expired grant counts as none, by the database's clock, and cannot even be renounced.
  static void expiredGrantCountsAsNone(Stage stage) {
    Changes.grant(stage.database(), SHOP, "dora", "operator", "clock_timestamp()");
    assertRefused(stage, event("dora", "k", SHOP, "dora", "none", 0), 404);
  }

  /// A renounced grant cannot be renounced again.
  static void endedGrantIsAsNone(Stage stage) {
    Changes.grant(stage.database(), SHOP, "dora", "none", "NULL");
    assertRefused(stage, event("dora", "k", SHOP, "dora", "none", 0), 404);
  }

  /// Only an owner gives roles.
  static void operatorMayNotGrant(Stage stage) {
    assertRefused(stage, event("bob", "k", SHOP, "carol", "viewer", 0), 403);
  }

  /// A non-owner can renounce only their own role.
  static void operatorMayNotRemoveAnother(Stage stage) {
    assertRefused(stage, event("alice", "k", SHARED, "carol", "none", 0), 403);
  }

  /// A non-owner can only renounce their own role, not change it.
  static void operatorMayNotRaiseThemself(Stage stage) {
    assertRefused(stage, event("bob", "k", SHOP, "bob", "owner", 0), 403);
  }

  /// Anyone may renounce their own role.
  static void anyoneMayGiveUpTheirRole(Stage stage) {
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    assertThat(send(handler, event("carol", "k", SHARED, "carol", "none", 0)).status())
        .isEqualTo(201);
    assertThat(send(handler, event("alice", "k", SHARED, "alice", "none", 1)).status())
        .isEqualTo(201);
    assertThat(role(stage.database(), SHARED, "carol")).isEqualTo("none");
    Invariants.assertHold(stage.database());
  }

  /// An owner's change waits for the resource's row while that owner is removed. It is decided
  /// again.
  static void ownerRemovedDuringTheCallChangesNothing(Stage stage) {
    TestDatabase database = stage.database();
    Changes.grant(database, SHOP, "dora", "owner", "NULL");
    PermissionChangeHandler handler = new PermissionChangeHandler(stage.environment());
    try (ExecutorService threads = Executors.newCachedThreadPool();
        Session removal = Session.holding(database, PermissionChangeRaces.lock())) {
      CompletableFuture<Answer> change =
          CompletableFuture.supplyAsync(
              () -> send(handler, event("dora", "k", SHOP, "mallory", "owner", 0)), threads);
      new Backends(database).awaitWaiting(1);
      removal.run(
          """
          UPDATE permission SET role = 'none' WHERE resource_id = '%1$s' AND principal = 'dora';
          UPDATE resource SET acl_version = 1, owner_count = owner_count - 1 WHERE id = '%1$s';
          INSERT INTO permission_entry
            (resource_id, acl_version, caller, principal, previous_role, role)
            VALUES ('%1$s', 1, 'alice', 'dora', 'owner', 'none')
          """
              .formatted(SHOP));
      removal.commit();
      assertThat(change.join().status()).isEqualTo(404);
    }
    assertThat(role(database, SHOP, "mallory")).isEqualTo("none");
    assertThat(version(database, SHOP)).isEqualTo(1);
    Invariants.assertHold(database);
  }

  private static void assertRefused(Stage stage, Event event, int status) {
    Answer answer = send(new PermissionChangeHandler(stage.environment()), event);
    assertThat(answer.status()).as(answer.bodyText()).isEqualTo(status);
    assertNothingChanged(stage);
  }

  private static void assertNothingChanged(Stage stage) {
    assertThat(
            stage.database().number("SELECT count(*) FROM permission_entry WHERE acl_version > 0"))
        .isZero();
    Invariants.assertHold(stage.database());
  }
}
