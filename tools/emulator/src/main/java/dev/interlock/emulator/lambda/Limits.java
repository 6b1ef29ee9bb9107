package dev.interlock.emulator.lambda;

import java.time.Duration;

/// The most execution environments of a function, and the longest wait of a call for one.
public record Limits(int environmentsMax, Duration waitMax) {
  public static Limits ofEnvironments(int environmentsMax) {
    return new Limits(environmentsMax, FunctionInvoker.WAIT_MAX);
  }
}
