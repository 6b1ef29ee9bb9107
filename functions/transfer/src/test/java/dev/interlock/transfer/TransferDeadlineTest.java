package dev.interlock.transfer;

import dev.interlock.testing.RequestsInProgress;

class TransferDeadlineTest extends RequestsInProgress {

  TransferDeadlineTest() {
    super(new TransferUnderTest());
  }
}
