package dev.interlock.stockdecrement;

import dev.interlock.testkit.UnknownOutcomes;

class StockDecrementFaultTest extends UnknownOutcomes {

  StockDecrementFaultTest() {
    super(new StockDecrementUnderTest());
  }
}
