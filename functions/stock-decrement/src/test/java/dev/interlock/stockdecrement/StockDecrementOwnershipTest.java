package dev.interlock.stockdecrement;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ownership of the location counts at the commit, not at the start.
class StockDecrementOwnershipTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Stage stage;

  @BeforeEach
  void open() {
    DATABASE.reset();
    stage = Stage.of(DATABASE);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @OnlyPostgres("CockroachDB locks no row FOR SHARE, so a call that runs may still commit")
  @Test
  void revokeWaitsForARunningDecrement() {
    StockDecrementOwnership.revokeWaitsForARunningDecrement(stage);
  }

  @OnlyPostgres("CockroachDB locks no row FOR SHARE, so a call that runs may still commit")
  @Test
  void nothingIsCommittedAfterARevoke() {
    StockDecrementOwnership.nothingIsCommittedAfterARevoke(stage, 16);
  }
}
