package dev.interlock.order;

/// A step's outcome is still open, or its request was rejected. The order can be run again.
public final class UnfinishedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnfinishedException(String message) {
    super(message);
  }
}
