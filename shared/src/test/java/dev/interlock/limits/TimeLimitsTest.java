package dev.interlock.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A function does not start unless its limits fit into its timeout.
class TimeLimitsTest {

  @Test
  void timeoutIsTheTemplatesOrFifteenSecondsByDefault() {
    assertThat(TimeLimits.functionTimeout(Map.of())).isEqualTo(Duration.ofSeconds(15));
    assertThat(of("12")).isEqualTo(Duration.ofSeconds(12));
    assertThat(of("29")).isEqualTo(Duration.ofSeconds(29));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "11"})
  void timeoutTooShortForASlowAnswerIsRejected(String seconds) {
    assertThatThrownBy(() -> of(seconds))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("into the deadline");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "900"})
  void timeoutBeyondApiGatewaysIsRejected(String seconds) {
    assertThatThrownBy(() -> of(seconds)).hasMessageContaining("API Gateway");
  }

  @Test
  void nonNumericTimeoutIsRejected() {
    assertThatThrownBy(() -> of("15s")).hasMessageContaining("FUNCTION_TIMEOUT_SECONDS");
  }

  private static Duration of(String seconds) {
    return TimeLimits.functionTimeout(Map.of("FUNCTION_TIMEOUT_SECONDS", seconds));
  }
}
