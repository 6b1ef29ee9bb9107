package dev.interlock.stockdecrement;

import dev.interlock.testkit.CockroachPlans;

class StockDecrementCockroachPlanTest extends CockroachPlans {

  StockDecrementCockroachPlanTest() {
    super(new StockDecrementStatement().sql());
  }
}
