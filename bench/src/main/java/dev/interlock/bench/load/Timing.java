package dev.interlock.bench.load;

import java.time.Duration;

/// How long callers call.
///
/// @param warmUp before anything counts
/// @param window in which it does
public record Timing(Duration warmUp, Duration window) {

  /// In milliseconds.
  public static Timing ofMillis(long warmUp, long window) {
    return new Timing(Duration.ofMillis(warmUp), Duration.ofMillis(window));
  }
}
