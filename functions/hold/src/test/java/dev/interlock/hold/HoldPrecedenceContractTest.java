package dev.interlock.hold;

import dev.interlock.testkit.contracts.OrderOfRefusals;

class HoldPrecedenceContractTest extends OrderOfRefusals<RefusableHold> {

  HoldPrecedenceContractTest() {
    super(new HoldUnderTest(), RefusableHold::new, RefusableHold.FAULTS, RefusableHold.IMPOSSIBLE);
  }
}
