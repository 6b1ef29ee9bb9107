package dev.interlock.examples.voucher;

import dev.interlock.testkit.contracts.FunctionContract;

/// Everything that every function must do.
class VoucherRedemptionFunctionTest extends FunctionContract {

  VoucherRedemptionFunctionTest() {
    super(new VoucherRedemptionUnderTest());
  }
}
