package dev.interlock.stockdecrement;

import dev.interlock.testing.CockroachPlans;

class StockDecrementCockroachPlanTest extends CockroachPlans {

  StockDecrementCockroachPlanTest() {
    super(new StockDecrementStatement().sql());
  }
}
