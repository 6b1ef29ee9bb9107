package dev.interlock.permissionchange;

import dev.interlock.testkit.contracts.UnknownOutcomes;

class PermissionChangeFaultTest extends UnknownOutcomes {

  PermissionChangeFaultTest() {
    super(new PermissionChangeUnderTest());
  }
}
