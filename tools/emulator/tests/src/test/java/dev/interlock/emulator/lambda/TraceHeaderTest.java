package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/// The trace of an event is the one that the API put there, whatever the caller sends.
class TraceHeaderTest {
  private static final String OWN = "Root=1-6b0db942-05db27d9ac57479c8aa91082";
  private static final String CALLERS = "Root=1-00000000-000000000000000000000000";

  @Test
  void headerInAValueIsNotTheTrace() {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    ObjectNode headers = event.putObject("headers");
    headers.put("user-agent", "\"x-amzn-trace-id\":\"" + CALLERS + "\"");
    headers.put("x-amzn-trace-id", OWN);
    assertThat(TraceHeader.of(event.toString().getBytes(UTF_8))).contains(OWN);
  }

  @Test
  void eventWithoutTheHeaderHasNoTrace() {
    assertThat(TraceHeader.of("{}".getBytes(UTF_8))).isEmpty();
  }
}
