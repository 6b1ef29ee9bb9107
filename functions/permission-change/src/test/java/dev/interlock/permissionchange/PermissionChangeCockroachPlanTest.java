package dev.interlock.permissionchange;

import dev.interlock.testkit.statements.CockroachPlans;

class PermissionChangeCockroachPlanTest extends CockroachPlans {

  PermissionChangeCockroachPlanTest() {
    super(new PermissionChangeStatement().sql());
  }
}
