package dev.interlock.stockdecrement;

import dev.interlock.testkit.PooledWrites;

class StockDecrementPoolerTest extends PooledWrites {

  StockDecrementPoolerTest() {
    super(new StockDecrementUnderTest());
  }
}
