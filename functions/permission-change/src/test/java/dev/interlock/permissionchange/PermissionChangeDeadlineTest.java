package dev.interlock.permissionchange;

import dev.interlock.testing.RequestsInProgress;

class PermissionChangeDeadlineTest extends RequestsInProgress {

  PermissionChangeDeadlineTest() {
    super(new PermissionChangeUnderTest());
  }
}
