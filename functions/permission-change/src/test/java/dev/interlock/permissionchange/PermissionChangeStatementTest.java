package dev.interlock.permissionchange;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class PermissionChangeStatementTest {

  @Test
  void checkedInTextIsCurrent() {
    StatementFile.assertCurrent(PermissionChangeCommand.OPERATION, new PermissionChangeStatement());
  }
}
