package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.InvocationLog;
import dev.interlock.testkit.connections.Isolation;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.servers.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Forces each known way to lose an owner or to overwrite another change.
class PermissionChangeRaceTest {

  private static final TestDatabase DATABASE = TestDatabase.create();

  @RegisterExtension final InvocationLog log = new InvocationLog();

  @BeforeEach
  void reset() {
    DATABASE.reset();
  }

  @AfterEach
  void nobodyDeadlocked() {
    assertThat(log.conflicts()).doesNotContainKey("40P01");
  }

  @ParameterizedTest
  @EnumSource
  void sameKeyIsOneEffectAndOneAnswer(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      PermissionChangeRaces.sameKey(stage, 64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneVersionIsChangedOnce(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      PermissionChangeRaces.sameIfMatch(stage, 64);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoOwnersWhoRemoveEachOtherLeaveOne(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      PermissionChangeRaces.twoOwnersAgainstEachOther(stage, 50, "none");
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoOwnersWhoDemoteEachOtherLeaveOne(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      PermissionChangeRaces.twoOwnersAgainstEachOther(stage, 25, "viewer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofStepDownAndConcurrentGrantOneSucceeds(Isolation isolation) {
    try (Stage stage = isolation.stage(DATABASE)) {
      PermissionChangeRaces.ownerStepsDownWhileAnotherGrants(stage, 15);
    }
  }
}
