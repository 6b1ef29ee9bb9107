package dev.interlock.transfer;

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
class TransferMutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final String ROW_WAIT =
      "set_config('lock_timeout', greatest(1, extract(epoch FROM (SELECT c.wait_end FROM command c)"
          + " - clock_timestamp()) * 1000 / 3)::bigint::text, version() LIKE 'PostgreSQL%') AS"
          + " row_wait";

  @RegisterExtension final InvocationLog log = new InvocationLog();

  /// A guard, its replacement, and the check that must fail without it.
  @SuppressWarnings("ImmutableEnumChecker") // method references
  enum Guard {
    GRANT("OR f.role IS NULL", "", TransferOwnership::accountOfAnotherCallerLooksAbsent),
    GRANT_TAKEN_AWAY("OR f.role = 'none'", "", TransferOwnership::revokedGrantCountsAsNone),
    GRANT_EXPIRY(
        "OR f.expires_at <= f.decided_at", "", TransferOwnership::expiredGrantCountsAsNone),
    GRANT_LOCK("FOR SHARE OF p", "", TransferOwnership::revokeWaitsForARunningTransfer),
    ROLE(
        "WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'",
        "",
        TransferOwnership::viewerMayNotMove),
    DESTINATION_FOUND(
        "WHEN f.destination_status IS NULL THEN 'destination-not-found'",
        "",
        TransferRules::destinationMustExist),
    SOURCE_OPEN(
        "WHEN f.source_status <> 'open' THEN 'source-closed'", "", TransferRules::sourceMustBeOpen),
    DESTINATION_OPEN(
        "WHEN f.destination_status <> 'open' THEN 'destination-closed'",
        "",
        TransferRules::destinationMustBeOpen),
    SOURCE_CURRENCY(
        "WHEN f.source_currency <> f.currency THEN 'source-currency-mismatch'",
        "",
        TransferRules::sourceMustHaveTheCurrency),
    DESTINATION_CURRENCY(
        "WHEN f.destination_currency <> f.currency THEN 'destination-currency-mismatch'",
        "",
        TransferRules::destinationMustHaveTheCurrency),
    // The CHECK constraint still holds: a 500 instead of a refusal.
    BALANCE(
        "WHEN f.source_balance < f.amount THEN 'insufficient-funds'",
        "",
        TransferRules::balanceMustCoverTheAmount),
    BALANCE_LIMIT(
        "WHEN f.destination_balance > 9007199254740991 - f.amount THEN 'balance-limit'",
        "",
        TransferRules::destinationMustHaveRoom),
    KEY_INSERTED_ONCE(
        "ON CONFLICT (caller, operation, idempotency_key) DO NOTHING",
        "",
        TransferRules::sameKeyTwiceIsOnce),
    KEY_BEFORE_THE_WRITE(
        "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        "FROM decided r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        TransferRules::sameKeyTwiceIsOnce),
    VERDICT_BEFORE_THE_WRITE(
        "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        "FROM remembered r CROSS JOIN decided d",
        TransferRules::destinationMustHaveTheCurrency),
    FINGERPRINT_STORED(
        "?::bytea AS fingerprint",
        "substr(?::bytea, 1, 0) AS fingerprint",
        TransferRules::sameKeyTwiceIsOnce),
    // As if every command under the key were the second one.
    FINGERPRINT_COMPARED(
        "SELECT fingerprint, verdict",
        "SELECT decode('" + fingerprint(6) + "', 'hex') AS fingerprint, verdict",
        TransferRules::keyNamesOneCommand),
    VERSION(
        "version = a.version + 1", "version = a.version", TransferRules::eachTransferMakesAVersion),
    HELD(
        "WHEN f.source_held > 0 AND f.source_balance - f.source_held < f.amount THEN 'undecided'",
        "",
        TransferHoldRules::heldMoneyIsNotSpent),
    HELD_OR_EXPIRED(
        "WHEN f.source_balance - f.source_held + live.expired < f.amount THEN"
            + " 'insufficient-funds'",
        "WHEN f.source_balance < f.amount THEN 'insufficient-funds'",
        TransferHoldRules::heldMoneyIsNotSpent),
    EXPIRED_IS_FREE(
        "f.source_balance - f.source_held + live.expired < f.amount",
        "f.source_balance - f.source_held < f.amount",
        TransferHoldRules::expiredHoldCountsForNothing),
    ONLY_EXPIRED_IS_FREE(
        "AND h.expires_at <= f.decided_at", "", TransferHoldRules::onlyExpiredHoldsAreFolded),
    ONLY_OPEN_IS_FREE(
        "AND h.state = 'open' AND h.expires_at <= f.decided_at",
        "AND h.expires_at <= f.decided_at",
        TransferHoldRules::foldedHoldsAreFoldedOnce),
    FOLDED("WHERE m.expired > 0", "WHERE false", TransferHoldRules::expiredHoldCountsForNothing),
    ONLY_EXPIRED_IS_FOLDED(
        "AND h.expires_at <= e.decided_at", "", TransferHoldRules::onlyExpiredHoldsAreFolded),
    HELD_GOES_DOWN(
        "held = a.held - t.expired,",
        "held = a.held,",
        TransferHoldRules::expiredHoldCountsForNothing),
    JOURNALED_BALANCE(
        "m.amount, m.balance,",
        "m.amount, m.balance - m.amount,",
        TransferRules::eachTransferMakesAVersion);

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

  @Test
  void orderOfTheLegsIsNecessary() {
    Mutants.assertNecessary(
        DATABASE,
        Mutation.of("ORDER BY l.account_id", ""),
        stage -> TransferRules.oppositeDirectionsWaitInOneOrder(stage, log));
  }

  @Test
  void boundOnTheRowWaitIsNecessary() {
    Mutants.assertNecessary(
        DATABASE,
        Mutation.of(ROW_WAIT, "NULL AS row_wait"),
        stage -> TransferRules.rowIsWaitedForLongerThanTheKey(stage, log));
  }

  @Test
  void balanceGuardIsNecessaryWithoutTheTableConstraint() {
    TestDatabase unchecked = TestDatabase.create();
    unchecked.run("ALTER TABLE account DROP CONSTRAINT account_balance");
    Mutants.assertNecessary(
        unchecked,
        Mutation.of("WHEN f.source_balance < f.amount THEN 'insufficient-funds'", ""),
        TransferRules::balanceNeverFallsBelowNothing);
  }

  private static String fingerprint(long amount) {
    TransferCommand command =
        new TransferCommand(
            new Caller("alice"),
            new IdempotencyKey("k"),
            UUID.fromString(Transfers.ALICE_EUR),
            UUID.fromString(Transfers.BOB_EUR),
            amount,
            "EUR",
            Optional.empty());
    return HexFormat.of().formatHex(command.identity().fingerprint());
  }
}
