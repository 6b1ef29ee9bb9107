package dev.interlock.local;

/// Runs a function of the template with an event, as Lambda's Invoke does.
@FunctionalInterface
public interface FunctionInvoker {
  /// Answers with what the function wrote. `logicalId` is the function's name in template.yaml, for
  /// example `TransferFunction`; one that is not there is an `IllegalArgumentException`.
  byte[] invoke(String logicalId, byte[] event) throws FunctionFailedException;
}
