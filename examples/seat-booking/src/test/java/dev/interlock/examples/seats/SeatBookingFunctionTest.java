package dev.interlock.examples.seats;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class SeatBookingFunctionTest extends FunctionContract {

  SeatBookingFunctionTest() {
    super(new SeatBookingUnderTest());
  }
}
