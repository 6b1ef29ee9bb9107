package dev.interlock.emulator.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

/// Reports that a function gave no answer: it threw, died, timed out or could not be started.
public final class FunctionFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /// The reason why there is no answer.
  public enum Reason {
    /// The function, or its constructor, threw, or its answer is larger than Lambda accepts.
    FUNCTION_ERROR,
    /// The execution environment ended during the invocation.
    DIED,
    /// The execution environment was killed at the function's timeout.
    TIMED_OUT,
    /// All execution environments stayed busy until the caller's time limit.
    NO_ENVIRONMENT,
    /// The event is larger than Lambda accepts: it reached no execution environment.
    EVENT_TOO_LARGE
  }

  private final Reason reason;
  private final byte[] payload;

  /// @param payload the JSON that Lambda's Invoke returns: `errorType`, `errorMessage` and, for a
  ///   throwable, `stackTrace`
  public FunctionFailedException(Reason reason, byte[] payload) {
    super(reason + " " + new String(payload, UTF_8));
    this.reason = reason;
    this.payload = payload.clone();
  }

  /// A failure that the function did not report itself, in Lambda's words.
  static FunctionFailedException of(Reason reason, String requestId, String message) {
    String type =
        switch (reason) {
          case TIMED_OUT -> "Sandbox.Timedout";
          case DIED -> "Runtime.ExitError";
          case NO_ENVIRONMENT -> "TooManyRequestsException";
          case FUNCTION_ERROR -> "Runtime.Unknown";
          case EVENT_TOO_LARGE -> "RequestEntityTooLargeException";
        };
    String json =
        String.format(
            Locale.ROOT,
            "{\"errorType\":\"%s\",\"errorMessage\":\"RequestId: %s Error: %s\"}",
            type,
            requestId,
            message);
    return new FunctionFailedException(reason, json.getBytes(UTF_8));
  }

  public Reason reason() {
    return reason;
  }

  public byte[] payload() {
    return Arrays.copyOf(payload, payload.length);
  }
}
