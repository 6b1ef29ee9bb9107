package dev.interlock.transfer;

import dev.interlock.testkit.CockroachPlans;

class TransferCockroachPlanTest extends CockroachPlans {

  TransferCockroachPlanTest() {
    super(new TransferStatement().sql());
  }
}
