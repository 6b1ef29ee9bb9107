package dev.interlock.stockreservation;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.failures.FailureTable;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.Tag;

/// The gate forces the same failures on transfers and decrements, whose shell this is.
@Tag("soak")
class StockReservationFailureTableTest extends FailureTable {

  private static final String READ = Reservations.id("read");

  StockReservationFailureTableTest() {
    super(
        new StockReservationUnderTest() {
          @Override
          public void begin(TestDatabase database) {
            database.run(Reservations.rows(READ, "TEA-100", 1, "'2999-01-01'"));
          }
        },
        new Read(
            StockReservationsHandler::new,
            Event.get("/stock-reservations/{id}").caller("alice").path("id", READ)));
  }
}
