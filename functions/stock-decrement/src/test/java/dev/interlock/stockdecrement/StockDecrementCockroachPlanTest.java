package dev.interlock.stockdecrement;

import dev.interlock.testkit.statements.CockroachPlans;

class StockDecrementCockroachPlanTest extends CockroachPlans {

  StockDecrementCockroachPlanTest() {
    super(new StockDecrementStatement().sql());
  }
}
