package dev.interlock.audit.mutants;

import dev.interlock.testkit.calls.Answer;

/// What answers a caller's requests: the product, or what is wrongly in its place.
interface Service {

  /// Answers; what is thrown instead is a function that died, of which the caller hears nothing.
  Answer answer(Request request);
}
