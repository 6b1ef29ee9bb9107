package dev.interlock.write;

import dev.interlock.database.SqlState;
import dev.interlock.limits.TimeLimits;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The failures of one run of the retry loop. Decides what may be done next, and what to report
/// when attempts or time are used up.
final class FailedAttempts {

  /// After this many violations of a unique key in a row, a stray row is the only explanation.
  private static final int UNIQUE_VIOLATIONS_MAX = 5;

  /// Whether a run writes or only reads. If the answer to a write is lost, its outcome is unknown.
  enum Access {
    READ,
    WRITE
  }

  private final Access access;
  private final Attempts attempts;
  private final List<SQLException> failures = new ArrayList<>();
  private Failure last = Failure.CONFLICT;
  private boolean outcomeUnknown;
  private int uniqueViolations;

  FailedAttempts(Access access, Attempts attempts) {
    this.access = access;
    this.attempts = attempts;
  }

  int count() {
    return failures.size();
  }

  /// The meaning of the last failure. Before the first one, the next attempt may use the same
  /// connection, as after a conflict.
  Failure last() {
    return last;
  }

  /// Adds a failure.
  ///
  /// @throws OutcomeUnknownException when retrying would not help, and an earlier answer was lost
  /// @throws IllegalStateException when retrying would not help
  void add(SQLException exception, Phase phase) {
    failures.add(exception);
    attempts.failed(phase, SqlState.of(exception));
    last = isFinal(exception) ? Failure.DEFECT : SqlStates.classify(exception, phase);
    outcomeUnknown |= access == Access.WRITE && last == Failure.UNKNOWN;
    if (last == Failure.DEFECT) {
      // A defect now says nothing about an earlier statement whose answer was lost.
      throw outcomeUnknown
          ? new OutcomeUnknownException(failures)
          : new IllegalStateException(defect(exception, phase), exception);
    }
  }

  /// Adds a failure to close a connection to the last failure, which led to closing it.
  void addSuppressed(SQLException exception) {
    failures.getLast().addSuppressed(exception);
  }

  /// A connection was established, but too late to send anything.
  void connectedTooLate() {
    if (failures.isEmpty()) {
      last = Failure.NOT_CONNECTED;
    }
  }

  private boolean isFinal(SQLException exception) {
    return isStrayRow(exception)
        || (attempts.isRehearsal() && SqlState.of(exception).equals(SqlStates.READ_ONLY));
  }

  // The next attempt sees the row of a call that won a race for a unique key. A row that no attempt
  // gets past was not written by any of our statements.
  private boolean isStrayRow(SQLException exception) {
    boolean unique = SqlState.of(exception).equals(SqlStates.UNIQUE_VIOLATION);
    uniqueViolations = unique ? uniqueViolations + 1 : 0;
    return uniqueViolations >= UNIQUE_VIOLATIONS_MAX;
  }

  private String defect(SQLException exception, Phase phase) {
    if (uniqueViolations >= UNIQUE_VIOLATIONS_MAX) {
      return "a row that none of our statements wrote occupies a key of a journal";
    }
    String state = SqlState.of(exception);
    if (SqlStates.isAnotherSessionsStatement(state)) {
      return "a prepared statement met another session, SQLSTATE "
          + state
          + ": behind a pooler in transaction mode set DATABASE_POOLER to transaction";
    }
    return phase == Phase.CONNECTING
        ? "the server rejects connections permanently, SQLSTATE " + state
        : "a statement failed permanently, SQLSTATE " + state;
  }

  /// The least time that another attempt needs to be of use.
  Duration timeForAnother() {
    if (last != Failure.CONFLICT) {
      return TimeLimits.CONNECT_LEAST;
    }
    boolean locked =
        !failures.isEmpty() && SqlState.of(failures.getLast()).equals(SqlStates.LOCK_NOT_AVAILABLE);
    return locked ? TimeLimits.LOCKED_ATTEMPT_LEAST : TimeLimits.ATTEMPT_LEAST;
  }

  /// The report when attempts or time are used up.
  RuntimeException limitsUsedUp() {
    if (outcomeUnknown) {
      return new OutcomeUnknownException(failures);
    }
    return last == Failure.CONFLICT
        ? new ContentionException(failures)
        : new DatabaseUnavailableException(failures);
  }
}
