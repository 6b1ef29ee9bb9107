package dev.interlock.stockdecrement;

import dev.interlock.testkit.contracts.UnknownOutcomes;

class StockDecrementFaultTest extends UnknownOutcomes {

  StockDecrementFaultTest() {
    super(new StockDecrementUnderTest());
  }
}
