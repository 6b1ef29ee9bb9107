package dev.interlock.emulator.lambda;

import dev.interlock.emulator.lambda.FunctionFailedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// One event on its way through a function, and the answer that is awaited for it.
final class Invocation {
  final String requestId = UUID.randomUUID().toString();
  final byte[] event;

  /// Completed when the function has been given the event.
  final CompletableFuture<Void> delivered = new CompletableFuture<>();

  /// Completed with the function's answer, or with a `FunctionFailedException`.
  final CompletableFuture<byte[]> answer = new CompletableFuture<>();

  Invocation(byte[] event) {
    this.event = event;
  }

  /// The failure as Lambda words it when there is no error of the function's own.
  static FunctionFailedException failure(Reason reason, String requestId, String message) {
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
    return new FunctionFailedException(reason, json.getBytes(StandardCharsets.UTF_8));
  }
}
