package dev.interlock.permissionchange;

import static dev.interlock.permissionchange.Changes.SHOP;
import static dev.interlock.permissionchange.Changes.event;
import static dev.interlock.permissionchange.Changes.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Below REPEATABLE READ the statement may have read stale rows, so it refuses to run.
class PermissionChangeIsolationTest {

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @Test
  void refusesToWorkAtReadCommitted() {
    TestDatabase database = TestDatabase.create();
    try (Stage stage = Stage.at(database, Connection.TRANSACTION_READ_COMMITTED)) {
      refusesToWork(stage);
    }
  }

  static void refusesToWork(Stage stage) {
    String before = stage.database().everything();
    Answer answer =
        send(
            new PermissionChangeHandler(stage.environment()),
            event("alice", "below", SHOP, "carol", "viewer", 0));
    assertThat(answer.problem()).isEqualTo("internal");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(stage.database().everything()).isEqualTo(before);
  }
}
