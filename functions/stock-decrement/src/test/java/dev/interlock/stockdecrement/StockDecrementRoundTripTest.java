package dev.interlock.stockdecrement;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import dev.interlock.testkit.contracts.FunctionTests;
import org.junit.jupiter.api.Test;

class StockDecrementRoundTripTest extends FunctionTests {

  StockDecrementRoundTripTest() {
    super(new StockDecrementUnderTest());
  }

  @Test
  void hundredLinesTakeOneRoundTrip() {
    Decrements.stockMany(database, "MANY-", 100, 1_000);
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      RequestStreamHandler handler = handler(stage);
      for (int i = 0; i < 8; i++) {
        Event one = Decrements.event("alice", "one" + i, "MANY-000", 1);
        Event hundred = Decrements.event("alice", "all" + i, Decrements.lines("MANY-", 100, 1));
        assertThat(turns(handler, one)).isEqualTo(1);
        assertThat(turns(handler, hundred)).isEqualTo(1);
        assertThat(turns(handler, hundred)).as("replayed").isEqualTo(2);
      }
    }
    assertThat(Decrements.onHand(database, "MANY-000")).isEqualTo(1_000 - 16);
    assertThat(Decrements.onHand(database, "MANY-099")).isEqualTo(1_000 - 8);
  }

  @Test
  void eachReadTakesOneRoundTrip() {
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      StockHandler handler = new StockHandler(stage.environment());
      for (int i = 0; i < 3; i++) {
        assertThat(turns(handler, Decrements.read("alice", Decrements.SHOP, "TEA-100")))
            .isEqualTo(1);
        assertThat(turns(handler, Decrements.read("alice", Decrements.ABSENT, "TEA-100")))
            .isEqualTo(1);
      }
    }
  }
}
