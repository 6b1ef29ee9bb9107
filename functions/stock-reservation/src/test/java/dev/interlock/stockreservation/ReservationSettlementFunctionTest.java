package dev.interlock.stockreservation;

import dev.interlock.testkit.contracts.FunctionChecks;

/// Everything that every function must do. The known mistakes are made in the placement: a
/// settlement also updates the reservation's lines, rows that callers have in common even if the
/// guard is too narrow.
class ReservationSettlementFunctionTest extends FunctionChecks {

  ReservationSettlementFunctionTest() {
    super(new ReservationSettlementUnderTest());
  }
}
