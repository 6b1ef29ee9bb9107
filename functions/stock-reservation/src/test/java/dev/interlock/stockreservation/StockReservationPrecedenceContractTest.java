package dev.interlock.stockreservation;

import dev.interlock.testkit.contracts.OrderOfRefusals;

class StockReservationPrecedenceContractTest extends OrderOfRefusals<RefusableReservation> {

  StockReservationPrecedenceContractTest() {
    super(
        new StockReservationUnderTest(),
        RefusableReservation::new,
        RefusableReservation.FAULTS,
        RefusableReservation.IMPOSSIBLE);
  }
}
