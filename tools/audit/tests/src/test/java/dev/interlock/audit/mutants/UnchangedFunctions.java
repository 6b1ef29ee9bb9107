package dev.interlock.audit.mutants;

import dev.interlock.audit.FunctionHandlers;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.write.StatementRunner;

/// The product: each request goes to its function, in a new environment.
record UnchangedFunctions(StatementRunner statements) implements Service {

  @Override
  public Answer answer(CallerRequest request) {
    return Answer.of(FunctionHandlers.of(request.operation(), statements), request.event().json());
  }
}
