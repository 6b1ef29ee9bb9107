package dev.interlock.api;

import java.util.regex.Pattern;

/// Who calls: the `sub` of the token that API Gateway's authorizer verified, 1-128 visible ASCII.
public record Caller(String subject) {

  /// What a caller is called, and so what a principal of a grant is called.
  public static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /// Refuses any other subject.
  public Caller {
    if (!SUBJECT.matcher(subject).matches()) {
      throw new RefusedException(Problem.unauthenticated());
    }
  }
}
