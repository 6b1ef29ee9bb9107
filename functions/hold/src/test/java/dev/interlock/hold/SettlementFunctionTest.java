package dev.interlock.hold;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class SettlementFunctionTest extends FunctionContract {

  SettlementFunctionTest() {
    super(new SettlementUnderTest());
  }
}
