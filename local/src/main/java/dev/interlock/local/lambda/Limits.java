package dev.interlock.local.lambda;

import java.time.Duration;

/// How much of a function runs at once, and how long a call waits for its turn.
public record Limits(int environmentsMax, Duration waitMax) {
  /// API Gateway gives up on an integration after 30 s; a call that has waited 29 is answered
  /// first.
  private static final Duration WAIT_MAX = Duration.ofSeconds(29);

  public static Limits ofEnvironments(int environmentsMax) {
    return new Limits(environmentsMax, WAIT_MAX);
  }
}
