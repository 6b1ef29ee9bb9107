package dev.interlock.emulator.lambda;

import java.time.Duration;

/// How much of a function runs at once, and how long a call waits for its turn.
public record Limits(int environmentsMax, Duration waitMax) {
  public static Limits ofEnvironments(int environmentsMax) {
    return new Limits(environmentsMax, FunctionInvoker.WAIT_MAX);
  }
}
