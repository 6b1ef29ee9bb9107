package dev.interlock.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Waits between attempts: full jitter, so anything from nothing to a ceiling that doubles.
class DelayRetryTest {

  private static final int SAMPLES = 20_000;

  private final Random random = new Random(7);

  @Test
  void ceilingDoublesUpToTheMaximum() {
    for (int attempts = 1; attempts <= 40; attempts++) {
      double ceiling = Math.min(500e6, 10e6 * Math.pow(2, attempts - 1));
      long[] delays = delays(RetryLimits.DEFAULT, attempts);
      assertThat(LongStream.of(delays).max().orElseThrow() / ceiling)
          .as("longest after " + attempts)
          .isBetween(0.99, 1.0);
      assertThat(LongStream.of(delays).min().orElseThrow() / ceiling)
          .as("shortest after " + attempts)
          .isBetween(0.0, 0.01);
    }
  }

  @Test
  void delaysAreUniformBelowTheCeiling() {
    int[] tenths = new int[10];
    for (long delay : delays(RetryLimits.DEFAULT, 3)) {
      tenths[(int) Math.min(9, delay / 4_000_000)]++;
    }
    assertThat(IntStream.of(tenths)).allMatch(n -> Math.abs(n - SAMPLES / 10) < SAMPLES / 100);
  }

  @Test
  void longDelaysDoNotOverflow() {
    RetryLimits patient = new RetryLimits(100, Duration.ofHours(1), Duration.ofHours(2));
    assertThat(LongStream.of(delays(patient, 99)).max().orElseThrow())
        .isLessThanOrEqualTo(Duration.ofHours(2).toNanos());
  }

  @Test
  void limitsWithoutABoundAreRejected() {
    Duration some = Duration.ofMillis(1);
    assertThatThrownBy(() -> new RetryLimits(0, some, some))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryLimits(1, Duration.ZERO, some))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryLimits(1, some.plusMillis(1), some))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private long[] delays(RetryLimits limits, int attempts) {
    return LongStream.range(0, SAMPLES)
        .map(i -> limits.delayAfter(attempts, random).toNanos())
        .toArray();
  }
}
