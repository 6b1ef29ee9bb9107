package dev.interlock.stockreservation;

import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The race with an expiry, often enough for the figures in the documentation.
@Tag("soak")
class ReservationSoakRaceTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @ParameterizedTest
  @EnumSource
  void reservationIsNeverBothTakenAndFreedAtItsExpiry(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      int[] outcomes = ReservationRaces.settleAtTheExpiry(stage, 500);
      System.out.println(isolation + ": taken, freed, neither: " + Arrays.toString(outcomes));
    }
  }
}
