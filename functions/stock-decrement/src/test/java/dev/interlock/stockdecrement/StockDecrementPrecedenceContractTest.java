package dev.interlock.stockdecrement;

import dev.interlock.testkit.contracts.OrderOfRefusals;

class StockDecrementPrecedenceContractTest extends OrderOfRefusals<Situation> {

  StockDecrementPrecedenceContractTest() {
    super(new StockDecrementUnderTest(), Situation::new, Situation.FAULTS, Situation.IMPOSSIBLE);
  }
}
