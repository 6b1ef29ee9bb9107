package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.ForgetfulServer;
import dev.interlock.testing.InvocationLog;
import dev.interlock.testing.OnlyPostgres;
import dev.interlock.testing.Session;
import dev.interlock.testing.Stage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Serializable conflict detection has a memory that overflows; no invariant of a change leans on
/// it.
@OnlyPostgres("fills PostgreSQL's memory for conflicts")
class PermissionChangeConflictMemoryTest {

  private static final int PARTIES = 8;
  private static final ForgetfulServer SERVER = ForgetfulServer.start(20);

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Session longOpen;
  private Stage stage;

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void open() {
    SERVER.database().reset();
    longOpen =
        Session.holding(
            SERVER.database(),
            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT n FROM unrelated WHERE id = 1");
    SERVER.overflow();
    stage = Stage.of(SERVER.database());
  }

  @AfterEach
  void close() {
    stage.close();
    longOpen.close();
  }

  @Test
  void serverHasForgottenItsConflicts() {
    assertThat(SERVER.bothDoctorsLeave(SERVER::overflow)).isTrue();
  }

  @Test
  void sameKeyIsStillOneEffect() {
    PermissionChangeRaces.sameKey(stage, PARTIES);
  }

  @Test
  void twoOwnersWhoRemoveEachOtherStillLeaveOne() {
    PermissionChangeRaces.twoOwnersAgainstEachOther(stage, 5, "none", SERVER::overflow);
  }
}
