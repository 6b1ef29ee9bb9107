package dev.interlock.transfer;

import dev.interlock.testing.UnknownOutcomes;

class TransferFaultTest extends UnknownOutcomes {

  TransferFaultTest() {
    super(new TransferUnderTest());
  }
}
