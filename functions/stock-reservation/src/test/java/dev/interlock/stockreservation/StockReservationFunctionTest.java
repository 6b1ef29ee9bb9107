package dev.interlock.stockreservation;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class StockReservationFunctionTest extends FunctionContract {

  StockReservationFunctionTest() {
    super(new StockReservationUnderTest());
  }
}
