package dev.interlock.examples.voucher;

import dev.interlock.testkit.statements.StatementFile;
import org.junit.jupiter.api.Test;

class VoucherRedemptionStatementTest {

  @Test
  void whole_text_is_checked_in() {
    StatementFile.assertCurrent(
        VoucherRedemptionCommand.OPERATION, new VoucherRedemptionStatement());
  }
}
