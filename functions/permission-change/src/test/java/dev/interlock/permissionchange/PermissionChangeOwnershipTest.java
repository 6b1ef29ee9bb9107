package dev.interlock.permissionchange;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Ownership of the resource counts at the commit, not at the start.
class PermissionChangeOwnershipTest {

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

  @Test
  void ownerRemovedDuringTheCallChangesNothing() {
    PermissionChangeOwnership.ownerRemovedDuringTheCallChangesNothing(stage);
  }
}
