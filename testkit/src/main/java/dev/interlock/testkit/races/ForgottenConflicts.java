package dev.interlock.testkit.races;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.OnlyPostgres;
import dev.interlock.testkit.servers.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// No invariant of a function depends on serializable conflict detection, whose memory can
/// overflow. The races run on a server where it has.
@OnlyPostgres("overflows PostgreSQL's memory for conflicts")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ForgottenConflicts {

  protected static final int PARTIES = 8;

  @RegisterExtension final InvocationLog log = new InvocationLog();

  protected final ForgetfulServer server = ForgetfulServer.start(20);
  protected Stage stage;
  private Session longOpen;

  @BeforeEach
  void open() {
    server.database().reset();
    longOpen =
        Session.holding(
            server.database(),
            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"
                + " SELECT n FROM hospital.unrelated WHERE id = 1");
    server.overflow();
    stage = Stage.of(server.database());
  }

  @AfterEach
  void close() {
    stage.close();
    longOpen.close();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /// Otherwise the races could pass on a server that remembers.
  @Test
  void serverForgetsConflictsAfterItsMemoryOverflows() {
    assertThat(server.bothDoctorsLeave(() -> {})).isFalse();
    assertThat(server.bothDoctorsLeave(server::overflow)).isTrue();
  }
}
