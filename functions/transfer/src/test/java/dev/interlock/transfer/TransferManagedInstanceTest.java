package dev.interlock.transfer;

import dev.interlock.testkit.races.ManagedInstances;
import org.junit.jupiter.api.Test;

class TransferManagedInstanceTest extends ManagedInstances {

  @Test
  void sameKeyIsOneEffectAndOneAnswer() {
    TransferRaces.sameKey(stage, AT_ONCE);
  }

  @Test
  void balanceIsDrainedExactly() {
    TransferRaces.drain(stage, AT_ONCE, 30_000);
  }

  @Test
  void oppositeDirectionsConserveMoneyWithoutDeadlock() {
    TransferRaces.opposite(stage, AT_ONCE, 20);
  }

  @Test
  void hotDestinationReceivesEveryPayment() {
    TransferRaces.hotDestination(stage, AT_ONCE, 200);
  }

  @Test
  void refusalIsDecidedOnce() {
    TransferRaces.refusedOnce(stage, AT_ONCE);
  }
}
