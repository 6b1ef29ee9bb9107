package dev.interlock.audit.mutants;

/// A function died before it answered.
final class FunctionDiedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  FunctionDiedException(Exception cause) {
    super(cause);
  }
}
