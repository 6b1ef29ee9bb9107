package dev.interlock.examples.seats;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class SeatBookingStatementTest {

  @Test
  void whole_text_is_checked_in() {
    StatementFile.assertCurrent(SeatBookingCommand.OPERATION, new SeatBookingStatement());
  }
}
