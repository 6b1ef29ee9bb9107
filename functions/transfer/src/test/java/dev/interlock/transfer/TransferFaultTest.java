package dev.interlock.transfer;

import dev.interlock.testkit.UnknownOutcomes;

class TransferFaultTest extends UnknownOutcomes {

  TransferFaultTest() {
    super(new TransferUnderTest());
  }
}
