package dev.interlock.hold;

import dev.interlock.testkit.failures.FailureTable;
import org.junit.jupiter.api.Tag;

/// The gate forces the same failures on transfers and decrements, whose shell this is.
@Tag("soak")
class SettlementFailureTableTest extends FailureTable {

  SettlementFailureTableTest() {
    super(new SettlementUnderTest());
  }
}
