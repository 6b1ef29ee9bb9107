package dev.interlock.stockreservation;

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
class ReservationRaceTest {

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
  void oneOf64SettlementsTakesTheStock(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      ReservationRaces.settleOne(stage, PARTIES, () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void lastUnitIsReservedOnceAndAgainRightAfterItsExpiry(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      ReservationRaces.lastUnit(stage);
    }
  }

  @ParameterizedTest
  @EnumSource
  void expiredReservationsAreFoldedOnceWhile64ArePlaced(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      ReservationRaces.reserveWhileFolding(stage, PARTIES, () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource
  void reservationIsNeverBothTakenAndFreedAtItsExpiry(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      ReservationRaces.settleAtTheExpiry(stage, 20);
    }
  }

  /// The settlement wins, and the other caller finds the stock gone.
  @ParameterizedTest
  @EnumSource
  void settlementThatWaitsPastTheExpiryGoesByItsReadingOfTheClock(Isolation isolation)
      throws Exception {
    try (Stage stage = isolation.stage(DATABASE)) {
      List<Answer> both = ReservationRaces.settlePastTheExpiry(stage, "CUP-1");
      assertThat(both).extracting(Answer::problem).containsExactly("ok", "insufficient-stock");
    }
  }

  /// The settlement had decided to take the stock, and must not.
  @ParameterizedTest
  @EnumSource
  void settlementThatIsOvertakenPastTheExpiryTakesNothing(Isolation isolation) throws Exception {
    try (Stage stage = isolation.stage(DATABASE)) {
      List<Answer> both = ReservationRaces.settlePastTheExpiry(stage, "A-LOCK");
      assertThat(both).extracting(Answer::problem).containsExactly("reservation-expired", "ok");
      assertThat(log.conflicts()).containsKey("40001");
    }
  }
}
