package dev.interlock.audit.mutants;

import dev.interlock.testkit.calls.Answer;

/// Answers the requests of callers: the product, or a substitute with a flaw.
interface Service {

  /// Answers, or throws [FunctionDiedException] if the function died: the caller receives nothing.
  Answer answer(CallerRequest request);
}
