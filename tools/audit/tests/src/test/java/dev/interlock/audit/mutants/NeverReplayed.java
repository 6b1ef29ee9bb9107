package dev.interlock.audit.mutants;

import dev.interlock.testkit.calls.Answer;
import java.util.LinkedHashMap;
import java.util.Map;

/// Never marks an answer as a replay.
final class NeverReplayed implements Flaw {

  @Override
  public Service around(Service right, ScenarioRun run) {
    return request -> {
      Answer answer = right.answer(request);
      Map<String, String> headers = new LinkedHashMap<>(answer.headers());
      headers.remove("Idempotency-Replayed");
      return new Answer(answer.status(), headers, answer.bodyText());
    };
  }
}
