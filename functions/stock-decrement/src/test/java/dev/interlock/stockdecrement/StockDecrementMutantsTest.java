package dev.interlock.stockdecrement;

import dev.interlock.api.Caller;
import dev.interlock.api.IdempotencyKey;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutants;
import dev.interlock.testkit.statements.Mutation;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each guard of the statement is necessary: without it the check beside it fails, which the whole
/// statement passes.
@OnlyPostgres("what is missed without a guard is what PostgreSQL then does")
class StockDecrementMutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String SHORTAGE = "WHEN f.short_lines > 0 THEN 'insufficient-stock'";

  @RegisterExtension final InvocationLog log = new InvocationLog();

  /// A guard, its replacement, and the check that must fail without it.
  enum Guard {
    RESERVED(
        "WHEN f.reserved_lines > 0 THEN 'undecided'",
        "",
        DecrementReservationRules::reservedStockIsNotTaken),
    RESERVED_OR_EXPIRED(
        "WHERE l.on_hand - l.reserved + e.expired < l.quantity) AS short_lines",
        "WHERE l.on_hand < l.quantity) AS short_lines",
        DecrementReservationRules::reservedStockIsNotTaken),
    EXPIRED_IS_FREE(
        "WHERE l.on_hand - l.reserved + e.expired < l.quantity) AS short_lines",
        "WHERE l.on_hand - l.reserved < l.quantity) AS short_lines",
        DecrementReservationRules::expiredReservationCountsForNothing),
    ONLY_EXPIRED_IS_FREE(
        "AND r.expires_at <= f.decided_at",
        "",
        DecrementReservationRules::onlyExpiredOnesAreFolded),
    ONLY_OPEN_IS_FREE(
        "AND r.state = 'open' AND r.expires_at <= f.decided_at",
        "AND r.expires_at <= f.decided_at",
        DecrementReservationRules::foldedOnesAreFoldedOnce),
    FOLDED(
        "WHERE m.expired > 0",
        "WHERE false",
        DecrementReservationRules::expiredReservationCountsForNothing),
    ONLY_EXPIRED_IS_FOLDED(
        "AND r.expires_at <= e.decided_at",
        "",
        DecrementReservationRules::onlyExpiredOnesAreFolded),
    GRANT("f.role IS NULL OR ", "", StockDecrementOwnership::anothersLocationIsAsAbsent),
    GRANT_TAKEN_AWAY("OR f.role = 'none'", "", StockDecrementOwnership::revokedGrantCountsAsNone),
    GRANT_EXPIRY(
        "OR f.expires_at <= f.decided_at", "", StockDecrementOwnership::expiredGrantCountsAsNone),
    GRANT_LOCK("FOR SHARE OF p", "", StockDecrementOwnership::revokeWaitsForARunningDecrement),
    KIND(" AND r.kind = 'location'", "", StockDecrementOwnership::accountIsAsAbsent),
    ROLE(
        "WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'",
        "",
        StockDecrementOwnership::viewerMayNotTake),
    SKU_FOUND(
        "WHEN f.absent_sku IS NOT NULL THEN 'sku-not-found'",
        "",
        StockDecrementRules::everySkuMustExist),
    // The CHECK constraint still holds: a 500 instead of a refusal.
    STOCK(SHORTAGE, "", StockDecrementRules::everyLineMustBeCovered),
    KEY_INSERTED_ONCE(
        "ON CONFLICT (caller, operation, idempotency_key) DO NOTHING",
        "",
        StockDecrementRules::sameKeyTwiceIsOnce),
    KEY_BEFORE_THE_WRITE(
        "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        "FROM decided r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        StockDecrementRules::sameKeyTwiceIsOnce),
    VERDICT_BEFORE_THE_WRITE(
        "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
        "FROM remembered r CROSS JOIN decided d",
        StockDecrementRules::refusedDecrementTakesNothing),
    FINGERPRINT_STORED(
        "?::bytea AS fingerprint",
        "substr(?::bytea, 1, 0) AS fingerprint",
        StockDecrementRules::sameKeyTwiceIsOnce),
    // As if every command under the key were the second one.
    FINGERPRINT_COMPARED(
        "SELECT fingerprint, verdict",
        "SELECT decode('" + fingerprint(6) + "', 'hex') AS fingerprint, verdict",
        StockDecrementRules::keyNamesOneCommand),
    VERSION(
        "version = s.version + 1",
        "version = s.version",
        StockDecrementRules::eachDecrementMakesAVersion),
    JOURNAL(
        "FROM moved m CROSS JOIN decided d",
        "FROM moved m CROSS JOIN decided d WHERE false",
        StockDecrementRules::eachDecrementMakesAVersion),
    JOURNALED_QUANTITY(
        "-m.quantity, m.on_hand,",
        "m.quantity, m.on_hand,",
        StockDecrementRules::eachDecrementMakesAVersion),
    JOURNALED_STOCK(
        "-m.quantity, m.on_hand,",
        "-m.quantity, m.on_hand + m.quantity,",
        StockDecrementRules::eachDecrementMakesAVersion);

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

  /// Without an ORDER BY the lines come as they were bound, which is in order too, for as long as
  /// the plan is what it is: so here every order is its key's own.
  @Test
  void orderOfTheLinesIsNecessary() {
    Mutants.assertNecessary(
        DATABASE,
        Mutation.of(
            "CROSS JOIN line l ORDER BY l.number",
            "CROSS JOIN line l ORDER BY CASE a.idempotency_key WHEN 'back' THEN -l.number ELSE"
                + " l.number END"),
        stage -> StockDecrementRules.ordersWaitInOneOrder(stage, log));
  }

  @Test
  void stockGuardIsNecessaryWithoutTheTableConstraint() {
    TestDatabase unchecked = TestDatabase.create();
    unchecked.run("ALTER TABLE stock DROP CONSTRAINT stock_on_hand");
    Mutants.assertNecessary(
        unchecked, Mutation.of(SHORTAGE, ""), StockDecrementRules::stockNeverFallsBelowNothing);
  }

  private static String fingerprint(long quantity) {
    StockDecrementCommand command =
        new StockDecrementCommand(
            new Caller("alice"),
            new IdempotencyKey("k"),
            UUID.fromString(Decrements.SHOP),
            new TreeMap<>(Map.of("TEA-100", quantity)),
            Optional.empty());
    return HexFormat.of().formatHex(command.identity().fingerprint());
  }
}
