package dev.interlock.hold;

import dev.interlock.testkit.races.ForgottenConflicts;
import org.junit.jupiter.api.Test;

class HoldConflictMemoryTest extends ForgottenConflicts {

  @Test
  void oneSettlementStillCaptures() {
    HoldRaces.settleOne(stage, PARTIES, server::overflow);
  }

  @Test
  void balanceIsStillHeldExactly() {
    HoldRaces.drain(stage, PARTIES, 30_000, server::overflow);
  }

  @Test
  void expiredHoldsAreStillFoldedOnce() {
    HoldRaces.placeWhileFolding(stage, PARTIES, server::overflow);
  }
}
