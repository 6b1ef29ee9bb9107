package dev.interlock.stockdecrement;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class StockDecrementStatementTest {

  @Test
  void wholeTextIsCheckedIn() {
    StatementFile.assertCurrent(StockDecrementCommand.OPERATION, new StockDecrementStatement());
  }
}
