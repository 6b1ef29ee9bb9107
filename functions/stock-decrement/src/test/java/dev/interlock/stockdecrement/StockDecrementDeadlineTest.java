package dev.interlock.stockdecrement;

import dev.interlock.testing.RequestsInProgress;

class StockDecrementDeadlineTest extends RequestsInProgress {

  StockDecrementDeadlineTest() {
    super(new StockDecrementUnderTest());
  }
}
