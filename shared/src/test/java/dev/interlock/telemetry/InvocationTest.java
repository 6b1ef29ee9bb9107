package dev.interlock.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// A metric without a value for its dimension `stack` is lost, and no alarm notices.
class InvocationTest {

  @Test
  void stackIsTheOneThatTheTemplateNames() {
    assertThat(Invocation.stack(Map.of("STACK_NAME", "interlock-dev"))).isEqualTo("interlock-dev");
  }

  @Test
  void withoutANameTheStackIsLocal() {
    assertThat(Invocation.stack(Map.of())).isEqualTo("local");
    assertThat(Invocation.stack(Map.of("STACK_NAME", ""))).isEqualTo("local");
  }
}
