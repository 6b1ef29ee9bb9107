package dev.interlock.bench.load;

import java.time.Duration;

/// Duration of a run.
///
/// @param warmUp before the window, not counted
/// @param window in which calls count
public record Timing(Duration warmUp, Duration window) {

  /// A timing in milliseconds.
  public static Timing ofMillis(long warmUp, long window) {
    return new Timing(Duration.ofMillis(warmUp), Duration.ofMillis(window));
  }
}
