package dev.interlock.examples.unitdraw;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class UnitDrawFunctionTest extends FunctionContract {

  UnitDrawFunctionTest() {
    super(new UnitDrawUnderTest());
  }
}
