package dev.interlock.hold;

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
class HoldMutantsTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  /// A guard, its replacement, and the check that must fail without it.
  @SuppressWarnings("ImmutableEnumChecker") // method references
  enum Guard {
    LOOKS_AT_WHAT_IS_HELD(
        "f.source_balance - f.source_held + live.expired < f.amount",
        "f.source_balance + live.expired < f.amount",
        HoldRules::heldMoneyIsNotHeldAgain),
    COUNTS_THE_EXPIRED_AS_FREE(
        "f.source_balance - f.source_held + live.expired < f.amount",
        "f.source_balance - f.source_held < f.amount",
        HoldRules::expiredHoldsCountForNothing),
    COUNTS_ONLY_THE_EXPIRED(
        "AND h.expires_at <= f.decided_at AND f.source_held > 0",
        "AND f.source_held > 0",
        HoldRules::liveHoldsStayOpen),
    COUNTS_ONLY_THE_OPEN(
        "h.state = 'open' AND h.expires_at <= f.decided_at",
        "h.expires_at <= f.decided_at",
        HoldMutantsTest::foldsTwice),
    FOLDS_THE_EXPIRED(
        "WHERE m.versions > 0 AND a.expired > 0", "WHERE false", HoldRules::everyPlacementFolds),
    FOLDS_ONLY_THE_EXPIRED("AND h.expires_at <= a.decided_at", "", HoldRules::liveHoldsStayOpen),
    HELD_GOES_UP("held = a.held + t.held,", "held = a.held,", HoldRules::heldMoneyIsNotHeldAgain),
    PLACEMENT_MAKES_A_VERSION(
        "version = a.version + t.versions",
        "version = a.version",
        HoldRules::heldMoneyIsNotHeldAgain),
    HELD_GOES_DOWN(
        "held = a.held - t.released,", "held = a.held,", HoldRules::settlementTakesAndReleases),
    CAPTURED_IS_NOTED(
        "captured = s.amount,", "captured = 0,", HoldRules::settlementTakesAndReleases),
    SETTLED_IS_NOTED(
        "WHERE h.id = s.hold_id", "WHERE false", HoldRules::settlementTakesAndReleases),
    SETTLEMENT_MAKES_A_VERSION(
        "version = a.version + 1", "version = a.version", HoldRules::settlementTakesAndReleases),
    RELEASE_IS_NEVER_STUCK(
        "WHEN f.amount > 0 AND (f.source_status",
        "WHEN (f.source_status",
        HoldRules::releaseNeedsNoOpenAccount),
    NOTHING_TO_JOURNAL(
        "WHERE l.released > 0 OR l.amount > 0",
        "WHERE true",
        HoldRules::releaseLeavesTheDestinationAlone),
    EXPIRED_STAYS_EXPIRED(
        "f.state = 'expired' OR f.held_until", "f.held_until", HoldRules::foldedHoldStaysExpired);

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

  /// What was folded once must not count as free again.
  private static void foldsTwice(Stage stage) {
    HoldRules.expiredHoldsCountForNothing(stage);
    HoldRules.send(stage, Holds.place("again", Holds.ALICE_EUR, Holds.BOB_EUR, 1));
    HoldRules.heldIs(stage, 100_000);
  }

  @ParameterizedTest
  @EnumSource
  void guardIsNecessary(Guard guard) {
    Mutants.assertNecessary(DATABASE, Mutation.of(guard.fragment, guard.instead), guard.check);
  }
}
