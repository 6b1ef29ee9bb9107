package dev.interlock.bench.part;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Estimates how long a part still takes, from the time that its steps took so far.
public final class TimeLeft {
  private static final long SECONDS_PER_MINUTE = 60;

  private final int steps;
  private final LongSupplier nanoTime;
  private final long start;
  private int done;

  /// Starts now.
  ///
  /// @param steps how many steps of about the same length there are
  public TimeLeft(int steps) {
    this(steps, System::nanoTime);
  }

  TimeLeft(int steps, LongSupplier nanoTime) {
    this.steps = steps;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /// Counts steps that are done.
  public void count(int more) {
    done += more;
  }

  /// The end of a progress line, such as `, about 12 min left`. Empty until a step is done.
  @Override
  public String toString() {
    if (done == 0) {
      return "";
    }
    long nanos = (nanoTime.getAsLong() - start) / done * (steps - done);
    long seconds = Duration.ofNanos(nanos).toSeconds();
    return seconds < SECONDS_PER_MINUTE
        ? ", less than a minute left"
        : ", about %d min left".formatted(Math.ceilDiv(seconds, SECONDS_PER_MINUTE));
  }
}
