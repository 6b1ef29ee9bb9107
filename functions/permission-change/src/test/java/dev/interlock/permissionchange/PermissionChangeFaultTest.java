package dev.interlock.permissionchange;

import dev.interlock.testing.UnknownOutcomes;

class PermissionChangeFaultTest extends UnknownOutcomes {

  PermissionChangeFaultTest() {
    super(new PermissionChangeUnderTest());
  }
}
