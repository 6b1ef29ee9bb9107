package dev.interlock.emulator.lambda;

import java.time.Duration;

/// Runs a function of the template with an event, as Lambda's Invoke does.
@FunctionalInterface
public interface FunctionInvoker {
  /// The longest that a caller waits for a function, including the wait for an execution
  /// environment. API Gateway gives up after 30 s.
  Duration WAIT_MAX = Duration.ofSeconds(29);

  /// Returns the function's answer.
  ///
  /// @param logicalId the function's name in template.yaml, such as `TransferFunction`
  /// @throws IllegalArgumentException if the template has no such function
  byte[] invoke(String logicalId, byte[] event) throws FunctionFailedException;
}
