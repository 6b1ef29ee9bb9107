package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testing.Backends;
import dev.interlock.testing.InvocationLog;
import dev.interlock.testing.Stage;
import dev.interlock.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The races among the threads of one environment that may have eight invocations at once.
class PermissionChangeManagedInstanceTest {

  private static final int AT_ONCE = 8;
  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  private Stage stage;

  @BeforeEach
  void begin() {
    DATABASE.reset();
    stage = Stage.ofOneEnvironment(DATABASE, AT_ONCE);
  }

  @AfterEach
  void end() {
    assertThat(log.conflicts()).doesNotContainKey("40P01");
    assertThat(new Backends(DATABASE).count()).isBetween(2L, (long) AT_ONCE);
    stage.close();
  }

  @Test
  void sameKeyIsOneEffectAndOneAnswer() {
    PermissionChangeRaces.sameKey(stage, AT_ONCE);
  }

  @Test
  void oneVersionIsChangedOnce() {
    PermissionChangeRaces.sameIfMatch(stage, AT_ONCE);
  }

  @Test
  void twoOwnersWhoRemoveEachOtherLeaveOne() {
    PermissionChangeRaces.twoOwnersAgainstEachOther(stage, 50, "none");
  }

  @Test
  void ownerWhoStepsDownWhileAnotherGrantsIsOneChangeOfTwo() {
    PermissionChangeRaces.ownerStepsDownWhileAnotherGrants(stage, 20);
  }
}
