package dev.interlock.write;

import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import dev.interlock.limits.TimeLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The only retry loop: runs one piece of work until it has a result or its limits are used up.
///
/// It holds one connection at a time. After a lost connection the block that held it ends before
/// the next is opened; after a conflict the same connection serves again.
final class RetryLoop {

  /// One attempt on an open connection; a failed one leaves nothing behind.
  interface Work<T> {
    T on(Connection connection, Duration timeLeft) throws SQLException;
  }

  /// After so many violations of a unique key in a row, a stray row is the only explanation.
  private static final int UNIQUE_VIOLATIONS_MAX = 5;

  private final Database database;
  private final RetryLimits limits;
  private final RandomGenerator random;
  private final Attempts attempts;
  private final boolean writes;
  private final List<SQLException> failures = new ArrayList<>();
  private boolean outcomeUnknown;
  private Failure last = Failure.CONFLICT;
  private int uniqueViolations;

  RetryLoop(
      Database database,
      RetryLimits limits,
      RandomGenerator random,
      Attempts attempts,
      boolean writes) {
    this.database = database;
    this.limits = limits;
    this.random = random;
    this.attempts = attempts;
    this.writes = writes;
  }

  <T> T run(Work<T> work) {
    while (true) {
      pauseOrGiveUp();
      T result = onOneConnection(work);
      if (result != null) {
        return result;
      }
    }
  }

  /// Null when there was no connection, or it was lost.
  private <T> @Nullable T onOneConnection(Work<T> work) {
    T result = null;
    boolean opened = false;
    try (Connection connection = open()) {
      opened = true;
      refuseWhatOpeningLeftNoTimeFor();
      result = untilDone(work, connection);
    } catch (SQLException e) {
      if (!opened) {
        attempts.begin();
        failed(e, Phase.CONNECTING);
      } else if (result == null) {
        // A connection that cannot be closed takes nothing away from what was decided on it.
        failures.getLast().addSuppressed(e);
      }
    }
    return result;
  }

  private Connection open() throws SQLException {
    long start = System.nanoTime();
    try {
      return database.open();
    } finally {
      attempts.spent(System.nanoTime() - start);
    }
  }

  private <T> @Nullable T untilDone(Work<T> work, Connection connection) throws SQLException {
    while (true) {
      long start = System.nanoTime();
      try {
        attempts.begin();
        Duration timeLeft = attempts.deadline().remaining(TimeLimits.ATTEMPT_MAX);
        connection.setNetworkTimeout(Runnable::run, (int) Math.max(1, timeLeft.toMillis()));
        return work.on(connection, timeLeft);
      } catch (SQLException e) {
        if (SqlStates.classify(e, Phase.STATEMENT) != Failure.CONFLICT) {
          discard(connection, e);
        }
        failed(e, Phase.STATEMENT);
        if (last != Failure.CONFLICT) {
          return null;
        }
      } finally {
        attempts.spent(System.nanoTime() - start);
      }
      pauseOrGiveUp();
    }
  }

  // The server may still be at it, or be of no use any more: nothing more is asked of it.
  private static void discard(Connection connection, SQLException failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void failed(SQLException exception, Phase phase) {
    failures.add(exception);
    attempts.failed(phase, SqlState.of(exception));
    last = isFinal(exception) ? Failure.DEFECT : SqlStates.classify(exception, phase);
    outcomeUnknown |= writes && last == Failure.UNKNOWN;
    if (last == Failure.DEFECT) {
      // A defect now says nothing of an earlier statement whose answer was lost.
      throw outcomeUnknown
          ? new OutcomeUnknownException(failures)
          : new IllegalStateException(defect(exception, phase), exception);
    }
  }

  private boolean isFinal(SQLException exception) {
    return isStrayRow(exception)
        || (attempts.isRehearsal() && SqlState.of(exception).equals(SqlStates.READ_ONLY));
  }

  // The next attempt sees the row of a call that won a race for a unique key. A row that no attempt
  // gets past is not from any of our statements.
  private boolean isStrayRow(SQLException exception) {
    boolean unique = SqlState.of(exception).equals(SqlStates.UNIQUE_VIOLATION);
    uniqueViolations = unique ? uniqueViolations + 1 : 0;
    return uniqueViolations >= UNIQUE_VIOLATIONS_MAX;
  }

  private String defect(SQLException exception, Phase phase) {
    if (uniqueViolations >= UNIQUE_VIOLATIONS_MAX) {
      return "a row that no statement of ours wrote is in the way, under a key of a journal";
    }
    String state = SqlState.of(exception);
    if (SqlStates.isAnotherSessionsStatement(state)) {
      return "a prepared statement met another session, SQLSTATE "
          + state
          + ": behind a pooler in transaction mode set DATABASE_POOLER to transaction";
    }
    return phase == Phase.CONNECTING
        ? "the server refuses connections for good, SQLSTATE " + state
        : "a statement failed for good, SQLSTATE " + state;
  }

  private void refuseWhatOpeningLeftNoTimeFor() {
    if (failures.isEmpty()) {
      last = Failure.NOT_CONNECTED;
    }
    refuseIfTooLate();
  }

  private void refuseIfTooLate() {
    if (!attempts.deadline().leaves(TimeLimits.ATTEMPT_LEAST)) {
      throw usedUp();
    }
  }

  private void pauseOrGiveUp() {
    if (failures.isEmpty()) {
      refuseIfTooLate();
      return;
    }
    Duration delay = delay();
    if (attempts.count() >= limits.attemptsMax()
        || !attempts.deadline().leaves(delay.plus(leastTime()))) {
      throw usedUp();
    }
    Deadline end = Deadline.in(delay);
    while (!end.remaining().isZero() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(end.remaining().toNanos());
    }
  }

  private Duration leastTime() {
    if (last != Failure.CONFLICT) {
      return TimeLimits.CONNECT_LEAST;
    }
    boolean locked = SqlState.of(failures.getLast()).equals(SqlStates.LOCK_NOT_AVAILABLE);
    return locked ? TimeLimits.LOCKED_ATTEMPT_LEAST : TimeLimits.ATTEMPT_LEAST;
  }

  private Duration delay() {
    Duration delay = limits.delayAfter(failures.size(), random);
    // The first refusal is what a rotation looks like. After another the source has nothing better
    // yet, and attempts before it is asked again would only be used up.
    boolean nothingBetter = attempts.credentialFailures() > 0 && last == Failure.NOT_CONNECTED;
    return nothingBetter ? delay.plus(TimeLimits.CREDENTIAL_INTERVAL) : delay;
  }

  private RuntimeException usedUp() {
    if (outcomeUnknown) {
      return new OutcomeUnknownException(failures);
    }
    return last == Failure.CONFLICT
        ? new ContentionException(failures)
        : new DatabaseUnavailableException(failures);
  }
}
