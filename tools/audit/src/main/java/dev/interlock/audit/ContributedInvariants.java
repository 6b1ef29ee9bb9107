package dev.interlock.audit;

import dev.interlock.audit.operation.ContributedOperation;
import java.util.List;
import java.util.stream.Stream;

/// What is checked of operations that are not Interlock's own: their stored answers, and the rules
/// that their authors have written.
final class ContributedInvariants {

  private ContributedInvariants() {}

  static List<Invariant> of(AuditSettings settings) {
    return settings.contributed().stream().flatMap(ContributedInvariants::of).toList();
  }

  private static Stream<Invariant> of(ContributedOperation operation) {
    String effects = "SELECT count(*) FROM (\n" + operation.effects() + ") e";
    return Stream.of(
            Stream.of(answer(operation, effects)),
            operation.resources().ids().entrySet().stream()
                .filter(kind -> !kind.getValue().isEmpty())
                .map(kind -> resource(operation.name(), kind.getKey(), kind.getValue())),
            operation.invariants().stream()
                .map(rule -> new Invariant(rule.id(), rule.name(), effects, rule.offenders())))
        .flatMap(invariants -> invariants);
  }

  // Nobody has a role at a row without its resource.
  private static Invariant resource(String operation, String kind, String ids) {
    return new Invariant(
        operation + "-has-" + kind,
        "every row of " + operation + " belongs to a resource of kind " + kind,
        "SELECT count(*) FROM (\n" + ids + ") e",
        """
        SELECT e.id, r.kind
        FROM (
        %s) e
        LEFT JOIN resource r ON r.id = e.id
        WHERE r.kind IS DISTINCT FROM '%s'
        ORDER BY e.id
        """
            .formatted(ids, kind));
  }

  private static Invariant answer(ContributedOperation operation, String effects) {
    return new Invariant(
        operation.name() + "-answer",
        "the stored answer of every accepted " + operation.name() + " matches its entries",
        effects,
        """
        SELECT k.caller, k.idempotency_key, k.detail AS answered, e.answer AS in_journal
        FROM (
        %s) e
        JOIN idempotency_history k ON k.operation = '%s'
          AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
        WHERE k.verdict = 'accepted' AND k.detail::text IS DISTINCT FROM e.answer::text
        ORDER BY k.caller, k.idempotency_key
        """
            .formatted(operation.answers(), operation.name()));
  }
}
