package dev.interlock.stockdecrement;

import dev.interlock.testing.UnknownOutcomes;

class StockDecrementFaultTest extends UnknownOutcomes {

  StockDecrementFaultTest() {
    super(new StockDecrementUnderTest());
  }
}
