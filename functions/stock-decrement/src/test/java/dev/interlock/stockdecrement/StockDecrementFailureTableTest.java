package dev.interlock.stockdecrement;

import dev.interlock.testkit.failures.FailureTable;

class StockDecrementFailureTableTest extends FailureTable {

  StockDecrementFailureTableTest() {
    super(
        new StockDecrementUnderTest(),
        new Read(StockHandler::new, Decrements.read("alice", Decrements.SHOP, "TEA-100")));
  }
}
