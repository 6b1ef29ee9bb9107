package dev.interlock.permissionchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import org.junit.jupiter.api.Test;

class PermissionChangeRoundTripTest extends FunctionTests {

  PermissionChangeRoundTripTest() {
    super(new PermissionChangeUnderTest());
  }

  @Test
  void eachReadTakesOneRoundTrip() {
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      PermissionsHandler handler = new PermissionsHandler(stage.environment());
      for (int i = 0; i < 3; i++) {
        assertThat(turns(handler, Changes.read("alice", Changes.SHOP))).isEqualTo(1);
        assertThat(turns(handler, Changes.read("alice", Changes.ABSENT))).isEqualTo(1);
        Event page =
            Changes.read("alice", Changes.SHOP).query("after", "alice").query("limit", "1");
        assertThat(turns(handler, page)).isEqualTo(1);
      }
    }
  }
}
