package dev.interlock.bench.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
  private final AtomicLong now = new AtomicLong(-1_000);
  private final TimeLeft left = new TimeLeft(10, now::get);

  @Test
  void saysNothingBeforeTheFirstStepIsDone() {
    now.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(left).hasToString("");
  }

  @Test
  void expectsTheOtherStepsToTakeAsLong() {
    now.addAndGet(Duration.ofSeconds(100).toNanos());
    left.count(2);
    assertThat(left).hasToString(", about 7 min left");
    left.count(7);
    assertThat(left).hasToString(", less than a minute left");
  }
}
