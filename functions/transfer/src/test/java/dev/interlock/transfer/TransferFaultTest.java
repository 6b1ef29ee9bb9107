package dev.interlock.transfer;

import dev.interlock.testkit.contracts.UnknownOutcomes;

class TransferFaultTest extends UnknownOutcomes {

  TransferFaultTest() {
    super(new TransferUnderTest());
  }
}
