package dev.interlock.hold;

import dev.interlock.testkit.contracts.OrderOfRefusals;

class SettlementPrecedenceContractTest extends OrderOfRefusals<RefusableSettlement> {

  SettlementPrecedenceContractTest() {
    super(
        new SettlementUnderTest(),
        RefusableSettlement::new,
        RefusableSettlement.FAULTS,
        RefusableSettlement.IMPOSSIBLE);
  }
}
