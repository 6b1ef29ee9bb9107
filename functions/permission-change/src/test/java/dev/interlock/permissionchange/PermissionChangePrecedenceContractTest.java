package dev.interlock.permissionchange;

import dev.interlock.testkit.contracts.OrderOfRefusals;

class PermissionChangePrecedenceContractTest extends OrderOfRefusals<Situation> {

  PermissionChangePrecedenceContractTest() {
    super(new PermissionChangeUnderTest(), Situation::new, Situation.FAULTS, Situation.IMPOSSIBLE);
  }
}
