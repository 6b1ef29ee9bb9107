package dev.interlock.write;

import java.time.Duration;

/// The time after which an invocation starts nothing new.
public final class Deadline {

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// A deadline this far from now.
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /// The time that is left; zero after the deadline.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /// The time that is left, but no more than this.
  Duration remaining(Duration most) {
    Duration remaining = remaining();
    return remaining.compareTo(most) < 0 ? remaining : most;
  }

  boolean leaves(Duration time) {
    return remaining().compareTo(time) > 0;
  }
}
