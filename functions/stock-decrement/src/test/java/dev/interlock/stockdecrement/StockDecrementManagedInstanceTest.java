package dev.interlock.stockdecrement;

import dev.interlock.testkit.races.ManagedInstances;
import org.junit.jupiter.api.Test;

class StockDecrementManagedInstanceTest extends ManagedInstances {

  @Test
  void sameKeyIsOneEffectAndOneAnswer() {
    StockDecrementRaces.sameKey(stage, AT_ONCE);
  }

  @Test
  void lastUnitIsSoldOnce() {
    StockDecrementRaces.lastUnit(stage, AT_ONCE);
  }

  @Test
  void flashSaleSellsExactlyWhatThereIs() {
    StockDecrementRaces.flashSale(stage, AT_ONCE, 200);
  }

  @Test
  void overlappingOrdersAreAllOrNothingWithoutDeadlock() {
    StockDecrementRaces.overlappingOrders(stage, AT_ONCE, 16);
  }

  @Test
  void concurrentEditOfTheQuantityIsNotLost() {
    StockDecrementRaces.concurrentEdit(stage, AT_ONCE, 10);
  }
}
