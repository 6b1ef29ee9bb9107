package dev.interlock.permissionchange;

import dev.interlock.testkit.races.ForgottenConflicts;
import org.junit.jupiter.api.Test;

class PermissionChangeConflictMemoryTest extends ForgottenConflicts {

  @Test
  void sameKeyIsStillOneEffect() {
    PermissionChangeRaces.sameKey(stage, PARTIES);
  }

  @Test
  void twoOwnersWhoRemoveEachOtherStillLeaveOne() {
    PermissionChangeRaces.twoOwnersAgainstEachOther(stage, 5, "none", server::overflow);
  }
}
