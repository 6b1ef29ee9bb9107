package dev.interlock.emulator.lambda;

import java.util.Arrays;

/// Says that a function gave no answer: it threw, died, took too long or could not be run at all.
public final class FunctionFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /// What happened to the invocation.
  public enum Reason {
    /// The function, or its constructor, threw, or its answer is larger than Lambda accepts.
    FUNCTION_ERROR,
    /// The execution environment ended under the invocation.
    DIED,
    /// The execution environment was killed at the function's timeout.
    TIMED_OUT,
    /// All execution environments were busy for as long as a caller waits.
    NO_ENVIRONMENT,
    /// The event is larger than Lambda accepts: it reached no execution environment.
    EVENT_TOO_LARGE
  }

  private final Reason reason;
  private final byte[] payload;

  /// `payload` is the JSON that Lambda's Invoke answers with: `errorType`, `errorMessage` and, of a
  /// throwable, `stackTrace`.
  public FunctionFailedException(Reason reason, byte[] payload) {
    super(reason + " " + new String(payload, java.nio.charset.StandardCharsets.UTF_8));
    this.reason = reason;
    this.payload = payload.clone();
  }

  public Reason reason() {
    return reason;
  }

  public byte[] payload() {
    return Arrays.copyOf(payload, payload.length);
  }
}
