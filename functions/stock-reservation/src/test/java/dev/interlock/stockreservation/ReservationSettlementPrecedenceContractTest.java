package dev.interlock.stockreservation;

import dev.interlock.testkit.contracts.OrderOfRefusals;

class ReservationSettlementPrecedenceContractTest
    extends OrderOfRefusals<RefusableReservationSettlement> {

  ReservationSettlementPrecedenceContractTest() {
    super(
        new ReservationSettlementUnderTest(),
        RefusableReservationSettlement::new,
        RefusableReservationSettlement.FAULTS,
        RefusableReservationSettlement.IMPOSSIBLE);
  }
}
