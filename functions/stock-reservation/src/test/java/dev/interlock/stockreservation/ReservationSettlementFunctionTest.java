package dev.interlock.stockreservation;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class ReservationSettlementFunctionTest extends FunctionContract {

  ReservationSettlementFunctionTest() {
    super(new ReservationSettlementUnderTest());
  }
}
