package dev.interlock.write;

/// Another call with the same key was still running after the longest wait for it: this call wrote
/// nothing.
public final class RequestInProgressException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RequestInProgressException() {
    // An ordinary answer, not a failure, so it needs no stack trace.
    super("another call with the same key is still running", null, false, false);
  }
}
