package dev.interlock.permissionchange;

import dev.interlock.testkit.failures.FailureTable;

class PermissionChangeFailureTableTest extends FailureTable {

  PermissionChangeFailureTableTest() {
    super(
        new PermissionChangeUnderTest(),
        new Read(PermissionsHandler::new, Changes.read("alice", Changes.SHOP)));
  }
}
