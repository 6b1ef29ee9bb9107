package dev.interlock.transfer;

import dev.interlock.testkit.contracts.Lifecycles;

class TransferLifecycleTest extends Lifecycles {

  TransferLifecycleTest() {
    super(new TransferUnderTest(), 10_000);
  }
}
