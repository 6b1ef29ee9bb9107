package dev.interlock.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// 64 concurrent callers, each from its own environment, with the usual limits.
class HoldRaceTest {

  private static final int PARTIES = 64;
  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @AfterEach
  void nobodyDeadlocked() {
    assertThat(log.conflicts()).doesNotContainKey("40P01");
  }

  @ParameterizedTest
  @EnumSource
  void oneOf64SettlementsCaptures(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      HoldRaces.settleOne(stage, PARTIES, () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void balanceIsHeldExactly(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      HoldRaces.drain(stage, PARTIES, 3_000, () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void expiredHoldsAreFoldedOnceWhile64ArePlaced(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      HoldRaces.placeWhileFolding(stage, PARTIES, () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenThousandExpiredHoldsAreFoldedByOnePlacement(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      HoldRaces.foldAtOnce(stage, 10_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdIsNeverBothCapturedAndFreedAtItsExpiry(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      HoldRaces.settleAtTheExpiry(stage, 20);
    }
  }

  /// The settlement wins, and the placement finds the money gone.
  @ParameterizedTest
  @EnumSource
  void settlementThatWaitsPastTheExpiryGoesByItsReadingOfTheClock(Isolation isolation)
      throws Exception {
    try (Stage stage = isolation.stage(DATABASE)) {
      List<Answer> both = HoldRaces.settlePastTheExpiry(stage, Holds.SHARED_EUR);
      assertThat(both).extracting(Answer::problem).containsExactly("ok", "insufficient-funds");
    }
  }

  /// The settlement had decided to capture, and must not.
  @ParameterizedTest
  @EnumSource
  void settlementThatIsOvertakenPastTheExpiryCapturesNothing(Isolation isolation) throws Exception {
    try (Stage stage = isolation.stage(DATABASE)) {
      List<Answer> both = HoldRaces.settlePastTheExpiry(stage, Holds.BOB_EUR);
      assertThat(both).extracting(Answer::problem).containsExactly("hold-expired", "ok");
      assertThat(log.conflicts()).containsKey("40001");
    }
  }
}
