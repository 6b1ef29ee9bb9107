package dev.interlock.permissionchange;

import dev.interlock.testkit.contracts.RequestsInProgress;

class PermissionChangeDeadlineTest extends RequestsInProgress {

  PermissionChangeDeadlineTest() {
    super(new PermissionChangeUnderTest());
  }
}
