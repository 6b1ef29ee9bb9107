package dev.interlock.soak.report;

import dev.interlock.audit.Finding;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a soak is to show that there is none of, and the invariants whose offences are that.
///
/// @param member as programs name it
/// @param title as a sentence names it after a number
record Promise(String member, String title, List<String> invariants) {
  static final List<Promise> ALL =
      List.of(
          new Promise(
              "doubleEffects",
              "double effects",
              List.of(
                  "no key was answered as new twice",
                  "no key took effect twice",
                  "every journal row of a caller has its key")),
          new Promise(
              "lostEffects",
              "lost acknowledged effects",
              List.of(
                  "every acceptance that was answered is in the journals as it was answered",
                  "every accepted key has its journal rows",
                  "no read misses what was answered before it was sent")),
          new Promise(
              "wrongAnswers",
              "wrong answers",
              List.of(
                  "every answer to one key is the same, byte for byte",
                  "every refusal that was answered is kept under its key",
                  "every effect is what was asked for",
                  "no call that said nothing was written wrote anything",
                  "every refusal was right at some moment of its call",
                  "every acceptance was allowed at some moment of its call",
                  "no answer tells of a defect",
                  "every read shows what the journal has at its version",
                  "nothing of a principal commits after his revoke was answered",
                  "no effect comes before one that was answered before it was sent",
                  "no two effects each come before the other",
                  "no refusal left a journal row")),
          new Promise(
              "unknownOutcomesLeft",
              "unknown outcomes left",
              List.of("every key was answered in the end")));

  /// The offences of its invariants; empty when one of them was not examined at all, because then
  /// nobody knows.
  OptionalLong offences(List<Finding> findings) {
    long offences = 0;
    for (String invariant : invariants) {
      List<Finding> found =
          findings.stream().filter(finding -> finding.invariant().equals(invariant)).toList();
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
