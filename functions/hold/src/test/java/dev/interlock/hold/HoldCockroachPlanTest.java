package dev.interlock.hold;

import dev.interlock.testkit.statements.CockroachPlans;

class HoldCockroachPlanTest extends CockroachPlans {

  HoldCockroachPlanTest() {
    super(new HoldStatement().sql(), new SettlementStatement().sql());
  }
}
