package dev.interlock.stockreservation;

import dev.interlock.testkit.races.ForgottenConflicts;
import org.junit.jupiter.api.Test;

class ReservationConflictMemoryTest extends ForgottenConflicts {

  @Test
  void oneSettlementStillTakesTheStock() {
    ReservationRaces.settleOne(stage, PARTIES, server::overflow);
  }

  @Test
  void expiredReservationsAreStillFoldedOnce() {
    ReservationRaces.reserveWhileFolding(stage, PARTIES, server::overflow);
  }
}
