package dev.interlock.permissionchange;

import dev.interlock.testkit.contracts.Lifecycles;

class PermissionChangeLifecycleTest extends Lifecycles {

  PermissionChangeLifecycleTest() {
    super(new PermissionChangeUnderTest(), 2_000);
  }
}
