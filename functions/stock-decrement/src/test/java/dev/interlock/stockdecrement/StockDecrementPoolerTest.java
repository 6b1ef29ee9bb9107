package dev.interlock.stockdecrement;

import dev.interlock.testkit.contracts.PooledWrites;

class StockDecrementPoolerTest extends PooledWrites {

  StockDecrementPoolerTest() {
    super(new StockDecrementUnderTest());
  }
}
