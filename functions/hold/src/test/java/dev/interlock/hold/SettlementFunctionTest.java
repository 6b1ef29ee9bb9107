package dev.interlock.hold;

import dev.interlock.testkit.contracts.FunctionChecks;

/// Everything that every function must do. The known mistakes are made in the placement: a
/// settlement also updates the hold, a row that callers have in common even if the guard is too
/// narrow.
class SettlementFunctionTest extends FunctionChecks {

  SettlementFunctionTest() {
    super(new SettlementUnderTest());
  }
}
