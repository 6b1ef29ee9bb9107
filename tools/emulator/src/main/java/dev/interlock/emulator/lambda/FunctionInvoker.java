package dev.interlock.emulator.lambda;

import java.time.Duration;

/// Runs a function of the template with an event, as Lambda's Invoke does.
@FunctionalInterface
public interface FunctionInvoker {
  /// How long a caller waits for a function, the queue for an execution environment included. API
  /// Gateway gives up after 30 s.
  Duration WAIT_MAX = Duration.ofSeconds(29);

  /// Answers with what the function wrote. `logicalId` is the function's name in template.yaml, for
  /// example `TransferFunction`; one that is not there is an `IllegalArgumentException`.
  byte[] invoke(String logicalId, byte[] event) throws FunctionFailedException;
}
