package dev.interlock.hold;

import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The races with an expiry, often enough for the figures in the documentation.
@Tag("soak")
class HoldSoakRaceTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @ParameterizedTest
  @EnumSource
  void holdIsNeverBothCapturedAndFreedAtItsExpiry(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      int[] outcomes = HoldRaces.settleAtTheExpiry(stage, 500);
      System.out.println(isolation + ": captured, freed, neither: " + Arrays.toString(outcomes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000, 100_000})
  void expiredHoldsAreFoldedByOnePlacement(int count) {
    try (Stage stage = Stage.of(DATABASE)) {
      System.out.println(count + " folded in " + HoldRaces.foldAtOnce(stage, count));
    }
  }
}
