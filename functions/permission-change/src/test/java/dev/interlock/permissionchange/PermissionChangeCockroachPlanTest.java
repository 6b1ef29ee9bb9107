package dev.interlock.permissionchange;

import dev.interlock.testing.CockroachPlans;

class PermissionChangeCockroachPlanTest extends CockroachPlans {

  PermissionChangeCockroachPlanTest() {
    super(new PermissionChangeStatement().sql());
  }
}
