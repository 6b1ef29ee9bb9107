package dev.interlock.soak.report;

import dev.interlock.audit.Finding;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A kind of failure that a soak must show to be absent, and the invariants that would find it.
///
/// @param member its name in the JSON report
/// @param title its name in prose, after a number
/// @param invariants the ids of those invariants
record Promise(String member, String title, List<String> invariants) {
  static final List<Promise> ALL =
      List.of(
          new Promise(
              "doubleEffects",
              "double effects",
              List.of("one-first-answer", "one-effect-per-key", "journal-row-has-key")),
          new Promise(
              "lostEffects",
              "lost acknowledged effects",
              List.of("acceptance-journaled", "accepted-key-has-rows", "read-not-stale")),
          new Promise(
              "wrongAnswers",
              "wrong answers",
              List.of(
                  "replay-identical",
                  "refusal-stored",
                  "effect-as-requested",
                  "not-written-is-true",
                  "refusal-justified",
                  "acceptance-allowed",
                  "no-defect-reported",
                  "read-matches-journal",
                  "revoke-effective",
                  "real-time-order",
                  "acyclic",
                  "refusal-wrote-nothing")),
          new Promise(
              "unknownOutcomesLeft", "unknown outcomes left", List.of("every-key-answered")));

  /// The offences of its invariants; empty when one of them was not examined, so that the number is
  /// unknown.
  OptionalLong offences(List<Finding> findings) {
    long offences = 0;
    for (String invariant : invariants) {
      List<Finding> found =
          findings.stream().filter(finding -> finding.id().equals(invariant)).toList();
      if (found.isEmpty()) {
        return OptionalLong.empty();
      }
      offences += found.stream().mapToLong(Finding::offences).sum();
    }
    return OptionalLong.of(offences);
  }

  static Stream<String> allInvariants() {
    return ALL.stream().flatMap(promise -> promise.invariants.stream());
  }
}
