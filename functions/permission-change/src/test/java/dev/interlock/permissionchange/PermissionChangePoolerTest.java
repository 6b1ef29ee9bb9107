package dev.interlock.permissionchange;

import dev.interlock.testkit.contracts.PooledWrites;

class PermissionChangePoolerTest extends PooledWrites {

  PermissionChangePoolerTest() {
    super(new PermissionChangeUnderTest());
  }
}
