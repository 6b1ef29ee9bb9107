package dev.interlock.transfer;

import dev.interlock.testkit.PooledWrites;

class TransferPoolerTest extends PooledWrites {

  TransferPoolerTest() {
    super(new TransferUnderTest());
  }
}
