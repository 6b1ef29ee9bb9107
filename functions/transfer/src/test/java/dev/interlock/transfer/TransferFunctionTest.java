package dev.interlock.transfer;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class TransferFunctionTest extends FunctionContract {

  TransferFunctionTest() {
    super(new TransferUnderTest());
  }
}
