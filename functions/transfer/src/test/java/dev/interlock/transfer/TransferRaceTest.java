package dev.interlock.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// 64 concurrent callers, each from its own environment, with the usual limits.
class TransferRaceTest {

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
  void sameKeyIsOneEffectAndOneAnswer(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      TransferRaces.sameKey(stage, PARTIES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void balanceIsDrainedExactly(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      TransferRaces.drain(stage, PARTIES, 3_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oppositeDirectionsConserveMoneyWithoutDeadlock(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      TransferRaces.opposite(stage, PARTIES, 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ringOfEightConservesMoneyWithoutDeadlock(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      TransferRaces.ring(stage, PARTIES, 4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fiveHundredCreditsAllArrive(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      TransferRaces.hotDestination(stage, PARTIES, 500);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusedTransferNeverMovesMoneyLater(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      TransferRaces.refusedOnce(stage, 32);
    }
  }
}
