package dev.interlock.emulator.lambda;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// An event sent to a function, and the answer that its caller waits for.
final class PendingInvocation {
  final String requestId = UUID.randomUUID().toString();
  final byte[] event;

  /// Completed when the function has received the event.
  final CompletableFuture<Void> delivered = new CompletableFuture<>();

  /// Completed with the function's answer, or with a `FunctionFailedException`.
  final CompletableFuture<byte[]> answer = new CompletableFuture<>();

  PendingInvocation(byte[] event) {
    this.event = event;
  }
}
