package dev.interlock.api;

/// A request is refused without writing anything; carries the answer.
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// Refuses with this problem.
  public RefusedException(Problem problem) {
    // An ordinary answer, not a failure: a stack trace would only cost time.
    super(problem.name(), null, false, false);
    this.problem = problem;
  }

  /// The answer to give.
  public Problem problem() {
    return problem;
  }
}
