package dev.interlock.hold;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class HoldFunctionTest extends FunctionContract {

  HoldFunctionTest() {
    super(new HoldUnderTest());
  }
}
