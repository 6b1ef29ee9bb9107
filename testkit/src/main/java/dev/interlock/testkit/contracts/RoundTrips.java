package dev.interlock.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.connections.Stage;
import org.junit.jupiter.api.Test;

/// The round trips of an invocation on a warm connection, counted on the wire.
public abstract class RoundTrips extends FunctionTests {

  protected RoundTrips(FunctionUnderTest function) {
    super(function);
  }

  @Test
  void freshDecisionTakesOneRoundTripAndAReplayTwo() {
    try (Stage stage = Stage.via(database, proxy, new Interceptor() {})) {
      RequestStreamHandler handler = handler(stage);
      assertThat(turns(handler, function.accepted("first"))).isEqualTo(1);
      for (int i = 0; i < 10; i++) {
        assertThat(turns(handler, function.accepted("a" + i))).as("accepted").isEqualTo(1);
        assertThat(turns(handler, function.refused("r" + i))).as("refused").isEqualTo(1);
        assertThat(turns(handler, function.accepted("a" + i))).as("replayed").isEqualTo(2);
        assertThat(turns(handler, function.refused("r" + i))).as("replayed").isEqualTo(2);
      }
      assertThat(proxy.connects()).isEqualTo(1);
    }
  }
}
