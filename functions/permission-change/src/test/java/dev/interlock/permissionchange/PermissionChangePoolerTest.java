package dev.interlock.permissionchange;

import dev.interlock.testing.PooledWrites;

class PermissionChangePoolerTest extends PooledWrites {

  PermissionChangePoolerTest() {
    super(new PermissionChangeUnderTest());
  }
}
