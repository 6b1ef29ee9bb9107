package dev.interlock.write;

/// The key belongs to another command of the same caller: nothing was written.
public final class IdempotencyKeyReusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IdempotencyKeyReusedException() {
    // A caller's mistake, not a failure, so it needs no stack trace.
    super("the key belongs to another command", null, false, false);
  }
}
