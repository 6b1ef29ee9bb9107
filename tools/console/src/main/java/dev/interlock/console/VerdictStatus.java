package dev.interlock.console;

import dev.interlock.audit.operation.Operations;
import dev.interlock.audit.operation.RefusalAnswer;
import java.util.Optional;

/// The status of the answer to a verdict.
final class VerdictStatus {
  private VerdictStatus() {}

  /// Empty for an operation that tools do not know, and for the back office.
  static Optional<Integer> of(String operation, String verdict) {
    return Operations.WRITES.stream()
        .filter(each -> each.name().equals(operation))
        .findFirst()
        .flatMap(each ->
            verdict.equals("accepted")
                ? Optional.of(201)
                : each.refusals().stream()
                    .filter(refusal -> refusal.verdict().equals(verdict))
                    .map(RefusalAnswer::status)
                    .findFirst());
  }
}
