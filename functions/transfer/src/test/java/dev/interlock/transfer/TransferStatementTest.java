package dev.interlock.transfer;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class TransferStatementTest {

  @Test
  void checkedInTextIsCurrent() {
    StatementFile.assertCurrent(TransferCommand.OPERATION, new TransferStatement());
  }
}
