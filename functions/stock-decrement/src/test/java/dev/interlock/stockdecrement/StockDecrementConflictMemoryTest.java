package dev.interlock.stockdecrement;

import dev.interlock.testkit.races.ForgottenConflicts;
import org.junit.jupiter.api.Test;

class StockDecrementConflictMemoryTest extends ForgottenConflicts {

  @Test
  void sameKeyIsStillOneEffect() {
    StockDecrementRaces.sameKey(stage, PARTIES);
  }

  @Test
  void lastUnitIsStillSoldOnce() {
    StockDecrementRaces.drain(stage, PARTIES, 1, 1, server::overflow);
  }

  @Test
  void stockIsStillDrainedExactly() {
    StockDecrementRaces.drain(stage, PARTIES, 100, 30, server::overflow);
  }
}
