package dev.interlock.transfer;

import dev.interlock.testkit.races.ForgottenConflicts;
import org.junit.jupiter.api.Test;

class TransferConflictMemoryTest extends ForgottenConflicts {

  @Test
  void sameKeyIsStillOneEffect() {
    TransferRaces.sameKey(stage, PARTIES);
  }

  @Test
  void balanceIsStillDrainedExactly() {
    TransferRaces.drain(stage, PARTIES, 30_000, server::overflow);
  }

  @Test
  void oppositeDirectionsStillConserveMoney() {
    TransferRaces.opposite(stage, PARTIES, 4, server::overflow);
  }
}
