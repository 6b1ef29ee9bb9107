package dev.interlock.transfer;

import dev.interlock.testing.Lifecycles;

class TransferLifecycleTest extends Lifecycles {

  TransferLifecycleTest() {
    super(new TransferUnderTest(), 10_000);
  }
}
