package dev.interlock.write;

/// The key belongs to another command of the same caller: nothing was written.
public final class IdempotencyKeyReusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  IdempotencyKeyReusedException() {
    // A mistake of the caller's, not a failure: nobody would read a stack trace.
    super("the key belongs to another command", null, false, false);
  }
}
