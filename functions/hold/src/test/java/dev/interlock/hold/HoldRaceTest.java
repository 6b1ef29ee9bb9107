package dev.interlock.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.Arrays;
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

  /// -Dhold.rounds=500 runs as many as the figures in the documentation.
  @ParameterizedTest
  @EnumSource
  void holdIsNeverBothCapturedAndFreedAtItsExpiry(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      int[] outcomes = HoldRaces.settleAtTheExpiry(stage, Integer.getInteger("hold.rounds", 100));
      System.out.println("captured, freed, neither: " + Arrays.toString(outcomes));
      assertThat(outcomes[0]).as("captured").isPositive();
      assertThat(outcomes[1]).as("freed").isPositive();
    }
  }
}
