package dev.interlock.transfer;

import dev.interlock.testing.CockroachPlans;

class TransferCockroachPlanTest extends CockroachPlans {

  TransferCockroachPlanTest() {
    super(new TransferStatement().sql());
  }
}
