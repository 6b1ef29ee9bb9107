package dev.interlock.audit.mutants;

/// What a caller of a function that died hears nothing of.
final class FunctionDiedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  FunctionDiedException(Exception cause) {
    super(cause);
  }
}
