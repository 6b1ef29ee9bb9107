package dev.interlock.permissionchange;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class PermissionChangeStatementTest {

  @Test
  void wholeTextIsCheckedIn() {
    StatementFile.assertCurrent(PermissionChangeCommand.OPERATION, new PermissionChangeStatement());
  }
}
