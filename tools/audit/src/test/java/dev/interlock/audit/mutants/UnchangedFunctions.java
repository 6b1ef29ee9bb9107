package dev.interlock.audit.mutants;

import dev.interlock.audit.FunctionHandlers;
import dev.interlock.testkit.Answer;
import dev.interlock.write.StatementRunner;

/// The product: each request goes to its function, in a new environment.
record Functions(StatementRunner statements) implements Service {

  @Override
  public Answer answer(Request request) {
    return Answer.of(FunctionHandlers.of(request.operation(), statements), request.event().json());
  }
}
