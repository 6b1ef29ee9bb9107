package dev.interlock.stockdecrement;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class StockDecrementFunctionTest extends FunctionContract {

  StockDecrementFunctionTest() {
    super(new StockDecrementUnderTest());
  }
}
