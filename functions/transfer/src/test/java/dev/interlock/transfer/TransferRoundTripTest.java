package dev.interlock.transfer;

import static dev.interlock.transfer.Transfers.ABSENT;
import static dev.interlock.transfer.Transfers.ALICE_EUR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import org.junit.jupiter.api.Test;

class TransferRoundTripTest extends FunctionTests {

  TransferRoundTripTest() {
    super(new TransferUnderTest());
  }

  @Test
  void eachReadTakesOneRoundTrip() {
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      AccountHandler handler = new AccountHandler(stage.environment());
      for (int i = 0; i < 3; i++) {
        assertThat(turns(handler, read("/accounts/{id}", ALICE_EUR))).isEqualTo(1);
        assertThat(turns(handler, read("/accounts/{id}/entries", ALICE_EUR))).isEqualTo(1);
        assertThat(turns(handler, read("/accounts/{id}", ABSENT))).isEqualTo(1);
      }
    }
  }

  private static Event read(String route, String account) {
    return Event.get(route).caller("alice").path("id", account);
  }
}
