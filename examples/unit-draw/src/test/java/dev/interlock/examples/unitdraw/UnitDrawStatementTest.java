package dev.interlock.examples.unitdraw;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class UnitDrawStatementTest {

  @Test
  void whole_text_is_checked_in() {
    StatementFile.assertCurrent(UnitDrawCommand.OPERATION, new UnitDrawStatement());
  }
}
