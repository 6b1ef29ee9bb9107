package dev.interlock.stockdecrement;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class StockDecrementStatementTest {

  @Test
  void checkedInTextIsCurrent() {
    StatementFile.assertCurrent(StockDecrementCommand.OPERATION, new StockDecrementStatement());
  }
}
