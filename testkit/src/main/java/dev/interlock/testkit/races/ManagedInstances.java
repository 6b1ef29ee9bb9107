package dev.interlock.testkit.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Races among the threads of one environment, which allows eight concurrent invocations and has as
/// many connections.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ManagedInstances {

  protected static final int AT_ONCE = 8;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private final TestDatabase database = TestDatabase.create();
  protected Stage stage;

  @BeforeEach
  void begin() {
    database.reset();
    stage = Stage.ofOneEnvironment(database, AT_ONCE);
  }

  @AfterEach
  void end() {
    assertThat(log.conflicts()).doesNotContainKey("40P01");
    assertThat(new Backends(database).count()).isBetween(2L, (long) AT_ONCE);
    stage.close();
  }
}
