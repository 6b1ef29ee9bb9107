package dev.interlock.stockdecrement;

import dev.interlock.testing.Lifecycles;

class StockDecrementLifecycleTest extends Lifecycles {

  StockDecrementLifecycleTest() {
    super(new StockDecrementUnderTest(), 2_000);
  }
}
