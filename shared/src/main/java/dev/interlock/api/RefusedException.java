package dev.interlock.api;

/// A request is refused before anything touches the database; carries the answer.
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Refuses with this problem.
  public RefusedException(Problem problem) {
    // An everyday answer, not an accident: a stack trace would only cost time.
    super(problem.name(), null, false, false);
    this.problem = problem;
  }

  /// The answer to give.
  public Problem problem() {
    return problem;
  }
}
