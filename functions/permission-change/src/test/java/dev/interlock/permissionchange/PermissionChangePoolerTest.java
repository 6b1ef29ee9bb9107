package dev.interlock.permissionchange;

import dev.interlock.testkit.PooledWrites;

class PermissionChangePoolerTest extends PooledWrites {

  PermissionChangePoolerTest() {
    super(new PermissionChangeUnderTest());
  }
}
