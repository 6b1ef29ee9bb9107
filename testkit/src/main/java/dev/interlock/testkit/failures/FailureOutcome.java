package dev.interlock.testkit.failures;

import static dev.interlock.testkit.failures.FailureRow.Meaning.ABORTED;
import static dev.interlock.testkit.failures.FailureRow.Meaning.DEFECT;
import static dev.interlock.testkit.failures.FailureRow.Meaning.UNKNOWN;

import java.util.Map;

/// The required outcome of a request one of whose statements fails: the table's last column.
///
/// @param problem of the answer; empty for the true answer
/// @param attempts how many the log counts
/// @param conflicts how often the log counts which SQLSTATE
/// @param replayed whether the true answer was found under the key
/// @param decided whether the key has its verdict afterwards
record FailureOutcome(
    String problem,
    int attempts,
    Map<String, Integer> conflicts,
    boolean replayed,
    boolean decided) {

  /// For a failure that happens once, or on every attempt until the limits are used up.
  static FailureOutcome of(
      StruckStatement statement, FailureRow row, boolean lasts, int attemptsMax) {
    boolean before = statement.comesAfterTheDecision();
    boolean committed =
        before || (statement.decides() && row.meaning() == UNKNOWN && row.executed());
    if (statement == StruckStatement.PROBES_THE_KEY && row.logged().equals("55P03")) {
      return new FailureOutcome("request-in-progress", 1, Map.of(), false, false);
    }
    // If a probe meets a conflict, the lock timeout before it counts.
    boolean lockInstead =
        statement == StruckStatement.PROBES_THE_KEY && row.logged().equals("40001");
    String state = lockInstead ? "55P03" : row.logged();
    if (row.meaning() == DEFECT) {
      return new FailureOutcome("internal", 1, Map.of(state, 1), false, committed);
    }
    if (!lasts) {
      return new FailureOutcome("", 2, Map.of(state, 1), committed, true);
    }
    boolean perhapsWritten = row.meaning() == UNKNOWN && statement != StruckStatement.READS;
    String problem =
        row.meaning() == ABORTED
            ? "contention"
            : perhapsWritten ? "outcome-unknown" : "database-unavailable";
    return new FailureOutcome(problem, attemptsMax, Map.of(state, attemptsMax), false, committed);
  }

  /// Whether the answer is the same as without the failure.
  boolean isTruth() {
    return problem.isEmpty();
  }

  int status() {
    return switch (problem) {
      case "request-in-progress" -> 409;
      case "internal" -> 500;
      default -> 503;
    };
  }

  /// The number of statements or connects that failed.
  int struck() {
    return Math.max(1, conflicts.values().stream().mapToInt(n -> n).sum());
  }
}
