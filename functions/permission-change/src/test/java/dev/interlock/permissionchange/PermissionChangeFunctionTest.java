package dev.interlock.permissionchange;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class PermissionChangeFunctionTest extends FunctionContract {

  PermissionChangeFunctionTest() {
    super(new PermissionChangeUnderTest());
  }
}
