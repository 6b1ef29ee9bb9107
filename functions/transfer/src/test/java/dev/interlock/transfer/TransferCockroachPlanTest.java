package dev.interlock.transfer;

import dev.interlock.testkit.statements.CockroachPlans;

class TransferCockroachPlanTest extends CockroachPlans {

  TransferCockroachPlanTest() {
    super(new TransferStatement().sql());
  }
}
