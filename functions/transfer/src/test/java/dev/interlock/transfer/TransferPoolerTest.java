package dev.interlock.transfer;

import dev.interlock.testkit.contracts.PooledWrites;

class TransferPoolerTest extends PooledWrites {

  TransferPoolerTest() {
    super(new TransferUnderTest());
  }
}
