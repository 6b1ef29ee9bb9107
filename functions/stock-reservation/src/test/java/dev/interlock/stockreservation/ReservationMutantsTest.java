package dev.interlock.stockreservation;

import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.testkit.statements.Mutants;
import dev.interlock.testkit.statements.Mutation;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each guard of the two statements is necessary: without it the check beside it fails, which the
/// whole statement passes. That each refusal is necessary is in the contract of every function.
@OnlyPostgres("what is missed without a guard is what PostgreSQL then does")
class ReservationMutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String SHORT = "l.on_hand - l.reserved + e.expired < l.quantity";

  /// A guard, its replacement, and the check that must fail without it.
  @SuppressWarnings("ImmutableEnumChecker") // method references
  enum Guard {
    LOOKS_AT_WHAT_IS_RESERVED(
        SHORT,
        "l.on_hand + e.expired < l.quantity",
        ReservationRules::reservedStockIsNotReservedAgain),
    COUNTS_THE_EXPIRED_AS_FREE(
        SHORT, "l.on_hand - l.reserved < l.quantity", ReservationRules::expiredOnesCountForNothing),
    COUNTS_ONLY_THE_EXPIRED(
        "AND r.expires_at <= f.decided_at AND l.reserved > 0",
        "AND l.reserved > 0",
        ReservationRules::liveOnesStayOpen),
    COUNTS_ONLY_THE_OPEN(
        "AND r.state = 'open' AND r.expires_at <= f.decided_at",
        "AND r.expires_at <= f.decided_at",
        ReservationRules::foldedOnesAreFoldedOnce),
    FOLDS_THE_EXPIRED(
        "WHERE m.expired > 0", "WHERE false", ReservationRules::everyReservationFolds),
    FOLDS_ONLY_THE_EXPIRED(
        "AND r.expires_at <= a.decided_at", "", ReservationRules::liveOnesStayOpen),
    RESERVED_GOES_UP(
        "reserved = s.reserved + t.quantity - t.expired",
        "reserved = s.reserved - t.expired",
        ReservationRules::reservedStockIsNotReservedAgain),
    RESERVED_GOES_DOWN(
        "reserved = s.reserved - t.reserved",
        "reserved = s.reserved",
        ReservationRules::settlementTakesAndReleases),
    TAKEN_IS_NOTED("taken = s.taken", "taken = 0", ReservationRules::settlementTakesAndReleases),
    SETTLED_IS_NOTED(
        "WHERE r.reservation_id = s.reservation_id AND r.sku = s.sku",
        "WHERE false",
        ReservationRules::settlementTakesAndReleases),
    VERSION(
        "version = s.version + 1",
        "version = s.version",
        ReservationRules::settlementTakesAndReleases),
    EXPIRED_STAYS_EXPIRED(
        "f.folded OR f.reserved_until",
        "f.reserved_until",
        ReservationRules::foldedReservationStaysExpired);

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
}
