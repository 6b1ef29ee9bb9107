package dev.interlock.permissionchange;

import dev.interlock.testkit.RequestsInProgress;

class PermissionChangeDeadlineTest extends RequestsInProgress {

  PermissionChangeDeadlineTest() {
    super(new PermissionChangeUnderTest());
  }
}
