package dev.interlock.stockdecrement;

import dev.interlock.testkit.contracts.Lifecycles;

class StockDecrementLifecycleTest extends Lifecycles {

  StockDecrementLifecycleTest() {
    super(new StockDecrementUnderTest(), 2_000);
  }
}
