package dev.interlock.transfer;

import dev.interlock.testing.PooledWrites;

class TransferPoolerTest extends PooledWrites {

  TransferPoolerTest() {
    super(new TransferUnderTest());
  }
}
