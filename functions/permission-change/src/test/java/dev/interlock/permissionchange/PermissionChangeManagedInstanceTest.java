package dev.interlock.permissionchange;

import dev.interlock.testkit.races.ManagedInstances;
import org.junit.jupiter.api.Test;

class PermissionChangeManagedInstanceTest extends ManagedInstances {

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
    PermissionChangeRaces.twoOwnersAgainstEachOther(stage, 20, "none");
  }

  @Test
  void ofStepDownAndConcurrentGrantOneSucceeds() {
    PermissionChangeRaces.ownerStepsDownWhileAnotherGrants(stage, 10);
  }
}
