package dev.interlock.permissionchange;

import dev.interlock.testkit.UnknownOutcomes;

class PermissionChangeFaultTest extends UnknownOutcomes {

  PermissionChangeFaultTest() {
    super(new PermissionChangeUnderTest());
  }
}
