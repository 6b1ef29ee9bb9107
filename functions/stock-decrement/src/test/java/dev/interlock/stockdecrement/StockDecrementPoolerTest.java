package dev.interlock.stockdecrement;

import dev.interlock.testing.PooledWrites;

class StockDecrementPoolerTest extends PooledWrites {

  StockDecrementPoolerTest() {
    super(new StockDecrementUnderTest());
  }
}
