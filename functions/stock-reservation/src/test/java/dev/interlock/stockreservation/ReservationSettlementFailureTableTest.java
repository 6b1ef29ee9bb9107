package dev.interlock.stockreservation;

import dev.interlock.testkit.failures.FailureTable;
import org.junit.jupiter.api.Tag;

/// The gate forces the same failures on transfers and decrements, whose shell this is.
@Tag("soak")
class ReservationSettlementFailureTableTest extends FailureTable {

  ReservationSettlementFailureTableTest() {
    super(new ReservationSettlementUnderTest());
  }
}
