package dev.interlock.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Waits are random between what the API asks for and a bound that doubles.
class BackoffTest {
  private final Backoff backoff =
      new Backoff(
          ClientSettings.defaults().withDelays(Duration.ofMillis(100), Duration.ofSeconds(2)));

  @Test
  void jitterIsFullAndDoubles() {
    for (int attempts : new int[] {1, 2, 3, 4, 5, 6, 60, 1000}) {
      Duration most = Duration.ofMillis(Math.min(100L << Math.min(attempts - 1, 20), 2000));
      List<Duration> waits =
          IntStream.range(0, 500).mapToObj(i -> backoff.after(attempts, Optional.empty())).toList();
      assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(Duration.ZERO, most));
      assertThat(waits).anyMatch(wait -> wait.compareTo(most.dividedBy(5)) < 0);
      assertThat(waits).anyMatch(wait -> wait.compareTo(most.multipliedBy(4).dividedBy(5)) > 0);
    }
  }

  @Test
  void jitterComesOnTopOfWhatTheApiAsksFor() {
    ApiAnswer busy = new ApiAnswer(503, Map.of("retry-after", List.of("7")), "");
    assertThat(backoff.after(1, Optional.of(busy)))
        .isBetween(Duration.ofSeconds(7), Duration.ofMillis(7100));
  }
}
