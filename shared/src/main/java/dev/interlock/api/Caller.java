package dev.interlock.api;

import java.util.regex.Pattern;

/// The caller: the `sub` of the token that API Gateway's authorizer verified, 1-128 visible ASCII.
public record Caller(String subject) {

  /// The form of a subject, and therefore of a grant's principal.
  public static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7E]{1,128}");

  /// Refuses any other subject.
  public Caller {
    if (!SUBJECT.matcher(subject).matches()) {
      throw new RefusedException(Problem.unauthenticated());
    }
  }
}
