package dev.interlock.permissionchange;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutants;
import dev.interlock.testkit.statements.Mutation;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each guard of the statement is necessary: without it the check beside it fails, which the whole
/// statement passes.
@OnlyPostgres("what is missed without a guard is what PostgreSQL then does")
class PermissionChangeMutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String VERSION =
      "WHEN f.acl_version <> f.expected_version THEN 'version-mismatch'";
  private static final String VERSION_OF_THE_ROW = " AND r.acl_version = t.expected_version";
  private static final String LAST_OWNER =
      "live.previous_role = 'owner' AND f.role <> 'owner' AND f.owner_count = 1";

  @RegisterExtension final InvocationLog log = new InvocationLog();

  /// A guard, its replacement, and the check that must fail without it.
  enum Guard {
    GRANT(
        "OR live.caller_role = 'none'", "", PermissionChangeOwnership::anothersResourceIsAsAbsent),
    GRANT_TAKEN_AWAY(
        "OR live.caller_role = 'none'", "", PermissionChangeOwnership::endedGrantIsAsNone),
    RESOURCE(
        "f.acl_version IS NULL OR ", "", PermissionChangeOwnership::grantWithoutAResourceIsNone),
    GRANT_EXPIRY(
        "WHEN f.caller_expires_at <= f.decided_at THEN 'none'",
        "WHEN false THEN 'none'",
        PermissionChangeOwnership::expiredGrantCountsAsNone),
    ROLE(
        "live.caller_role <> 'owner' AND NOT",
        "false AND NOT",
        PermissionChangeOwnership::operatorMayNotGrant),
    OWN_GRANT(
        "f.principal = f.caller AND f.role = 'none'",
        "f.role = 'none'",
        PermissionChangeOwnership::operatorMayNotRemoveAnother),
    ONLY_GIVEN_UP(
        "f.principal = f.caller AND f.role = 'none'",
        "f.principal = f.caller",
        PermissionChangeOwnership::operatorMayNotRaiseThemself),
    GIVING_UP(
        "f.principal = f.caller AND f.role = 'none'",
        "false",
        PermissionChangeOwnership::anyoneMayGiveUpTheirRole),
    // Then the UPDATE writes nothing, but the answer says that it did.
    VERSION_DECIDED(VERSION, "", PermissionChangeRules::versionMustBeTheCurrentOne),
    EXPIRY_PAST(
        "WHEN f.expires_at <= f.decided_at THEN 'expiry-past'",
        "",
        PermissionChangeRules::grantMustNotBePastAlready),
    // The CHECK constraint still holds: a 500 instead of a refusal.
    KEEPS_AN_OWNER(LAST_OWNER, "false", PermissionChangeRules::resourceKeepsAnOwner),
    LAST_ONE(" AND f.owner_count = 1", "", PermissionChangeRules::ownersAreCounted),
    OWNERS_COUNTED(
        "owner_count = r.owner_count + t.owners_added",
        "owner_count = r.owner_count",
        PermissionChangeRules::ownersAreCounted),
    NEW_OWNER_COUNTED(
        "CASE WHEN a.role = 'owner' THEN 1 ELSE 0 END",
        "0",
        PermissionChangeRules::ownersAreCounted),
    FORMER_OWNER_COUNTED(
        "CASE WHEN a.previous_role = 'owner' THEN 1 ELSE 0 END",
        "0",
        PermissionChangeRules::ownersAreCounted),
    PREVIOUS_EXPIRY(
        "WHEN f.previous_expires_at <= f.decided_at THEN 'none'",
        "WHEN false THEN 'none'",
        PermissionChangeRules::expiredGrantWasNone),
    ROLE_REPLACED(
        "DO UPDATE SET role = excluded.role, expires_at",
        "DO UPDATE SET expires_at",
        PermissionChangeRules::grantIsReplaced),
    EXPIRY_REPLACED(
        ", expires_at = excluded.expires_at", "", PermissionChangeRules::grantIsReplaced),
    KEY_INSERTED_ONCE(
        "ON CONFLICT (caller, operation, idempotency_key) DO NOTHING",
        "",
        PermissionChangeRules::sameKeyTwiceIsOnce),
    VERDICT_BEFORE_THE_WRITE(
        "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        "FROM remembered r CROSS JOIN decided d",
        PermissionChangeRules::refusedChangeChangesNothing),
    FINGERPRINT_STORED(
        "?::bytea AS fingerprint",
        "substr(?::bytea, 1, 0) AS fingerprint",
        PermissionChangeRules::sameKeyTwiceIsOnce),
    // As if every command under the key were the second one.
    FINGERPRINT_COMPARED(
        "SELECT fingerprint, verdict",
        "SELECT decode('" + fingerprint("operator") + "', 'hex') AS fingerprint, verdict",
        PermissionChangeRules::keyNamesOneCommand),
    NEXT_VERSION(
        "acl_version = r.acl_version + 1",
        "acl_version = r.acl_version",
        PermissionChangeRules::eachChangeMakesAVersion),
    JOURNAL(
        "FROM moved m CROSS JOIN decided d",
        "FROM moved m CROSS JOIN decided d WHERE false",
        PermissionChangeRules::eachChangeMakesAVersion);

    private final String fragment;
    private final String instead;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Consumer<Stage> check;

    Guard(String fragment, String instead, Consumer<Stage> check) {
      this.fragment = fragment;
      this.instead = instead;
      this.check = check;
    }
  }

  @ParameterizedTest
  @EnumSource
  void guardIsNecessary(Guard guard) {
    Mutants.assertNecessary(DATABASE, Mutation.of(guard.fragment, guard.instead), guard.check);
  }

  /// The condition of the UPDATE repeats the decision. From REPEATABLE READ on, a row that has
  /// changed since the decision fails the statement anyway.
  @Test
  void versionInTheUpdateAloneIsRedundant() {
    Mutants.assertRedundant(
        DATABASE,
        Mutation.of(VERSION_OF_THE_ROW, ""),
        PermissionChangeRules::versionMustBeTheCurrentOne);
    Mutants.assertRedundant(
        DATABASE,
        Mutation.of(VERSION_OF_THE_ROW, ""),
        stage -> PermissionChangeRaces.sameIfMatch(stage, 16));
  }

  @Test
  void versionInBothPlacesIsNecessary() {
    Mutants.assertNecessary(
        DATABASE,
        Mutation.of(VERSION, "").and(VERSION_OF_THE_ROW, ""),
        stage -> PermissionChangeRaces.sameIfMatch(stage, 16));
  }

  /// A repeated command has a stale version, which alone would refuse it.
  @Test
  void keyBeforeTheWriteAndVersionReplaceEachOther() {
    Mutation keyAlone =
        Mutation.of(
            "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
            "FROM decided r CROSS JOIN decided d WHERE r.verdict = 'accepted'");
    Mutants.assertRedundant(DATABASE, keyAlone, PermissionChangeRules::sameKeyTwiceIsOnce);
    Mutants.assertNecessary(
        DATABASE,
        keyAlone.and(VERSION, "").and(VERSION_OF_THE_ROW, ""),
        PermissionChangeRules::sameKeyTwiceIsOnce);
  }

  @Test
  void ownerGuardIsNecessaryWithoutTheTableConstraint() {
    TestDatabase unchecked = TestDatabase.create();
    unchecked.run("ALTER TABLE resource DROP CONSTRAINT resource_has_an_owner");
    Mutants.assertNecessary(
        unchecked,
        Mutation.of(LAST_OWNER, "false"),
        PermissionChangeRules::resourceIsNeverWithoutAnOwner);
  }

  private static String fingerprint(String role) {
    PermissionChangeCommand command =
        new PermissionChangeCommand(
            new Caller("alice"),
            new IdempotencyKey("k"),
            UUID.fromString(Changes.SHOP),
            "carol",
            role,
            Optional.empty(),
            0);
    return HexFormat.of().formatHex(command.identity().fingerprint());
  }
}
