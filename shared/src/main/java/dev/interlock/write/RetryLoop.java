package dev.interlock.write;

import dev.interlock.database.Database;
import dev.interlock.limits.TimeLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The only retry loop: runs one piece of work until it has a result or its limits are used up.
///
/// It holds one connection at a time. After a lost connection the block that held it ends before
/// the next is opened; after a conflict the same connection is used again.
public final class RetryLoop {

  /// One attempt on an open connection; a failed one leaves nothing behind.
  public interface Work<T> {
    /// Makes the attempt.
    ///
    /// @param timeLeft when it ends, the connection is lost
    T on(Connection connection, Duration timeLeft) throws SQLException;
  }

  private final Database database;
  private final RetryLimits limits;
  private final RandomGenerator random;

  /// A loop within these limits; `random` spreads the waits between attempts.
  public RetryLoop(Database database, RetryLimits limits, RandomGenerator random) {
    this.database = database;
    this.limits = limits;
    this.random = random;
  }

  /// Runs work that writes. When its last answer was lost, the outcome is unknown.
  ///
  /// @throws ContentionException when conflicts used up the limits: nothing was written
  /// @throws DatabaseUnavailableException when no connection was established: nothing was written
  /// @throws OutcomeUnknownException when an answer was lost and no time was left to ask again
  /// @throws IllegalStateException when retrying would not help
  public <T> T write(Work<T> work, Attempts attempts) {
    return run(work, attempts, new FailedAttempts(FailedAttempts.Access.WRITE, attempts));
  }

  /// Runs work that only reads.
  <T> T read(Work<T> work, Attempts attempts) {
    return run(work, attempts, new FailedAttempts(FailedAttempts.Access.READ, attempts));
  }

  /// Whether an attempt that failed like this may have committed: the loop runs its work again,
  /// which must then be safe to run twice.
  public static boolean isOutcomeUnknown(SQLException exception) {
    return SqlStates.classify(exception, Phase.STATEMENT) == Failure.UNKNOWN;
  }

  private <T> T run(Work<T> work, Attempts attempts, FailedAttempts failures) {
    while (true) {
      pauseOrGiveUp(attempts, failures);
      T result = onOneConnection(work, attempts, failures);
      if (result != null) {
        return result;
      }
    }
  }

  /// Null when no connection was established, or it was lost.
  private <T> @Nullable T onOneConnection(
      Work<T> work, Attempts attempts, FailedAttempts failures) {
    T result = null;
    boolean opened = false;
    try (Connection connection = open(attempts)) {
      opened = true;
      if (!attempts.deadline().leaves(TimeLimits.ATTEMPT_LEAST)) {
        failures.connectedTooLate();
        throw failures.limitsUsedUp();
      }
      result = untilDone(work, connection, attempts, failures);
    } catch (SQLException e) {
      if (!opened) {
        attempts.begin();
        failures.add(e, Phase.CONNECTING);
      } else if (result == null) {
        // If there is a result, failing to close the connection does not change it.
        failures.addSuppressed(e);
      }
    }
    return result;
  }

  private Connection open(Attempts attempts) throws SQLException {
    long start = System.nanoTime();
    try {
      return database.open();
    } finally {
      attempts.spent(System.nanoTime() - start);
    }
  }

  private <T> @Nullable T untilDone(
      Work<T> work, Connection connection, Attempts attempts, FailedAttempts failures)
      throws SQLException {
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
        failures.add(e, Phase.STATEMENT);
        if (failures.last() != Failure.CONFLICT) {
          return null;
        }
      } finally {
        attempts.spent(System.nanoTime() - start);
      }
      pauseOrGiveUp(attempts, failures);
    }
  }

  // The server may still be working on the statement, or be useless: the connection must not be
  // used again.
  private static void discard(Connection connection, SQLException failure) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private void pauseOrGiveUp(Attempts attempts, FailedAttempts failures) {
    boolean first = failures.count() == 0;
    Duration delay = first ? Duration.ZERO : delay(attempts, failures);
    boolean attemptsLeft = first || attempts.count() < limits.attemptsMax();
    if (!attemptsLeft || !attempts.deadline().leaves(delay.plus(failures.timeForAnother()))) {
      throw failures.limitsUsedUp();
    }
    Deadline end = Deadline.in(delay);
    while (!end.remaining().isZero() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(end.remaining().toNanos());
    }
  }

  private Duration delay(Attempts attempts, FailedAttempts failures) {
    if (attempts.next() == RowQueue.Form.QUEUED) {
      return Duration.ZERO;
    }
    Duration delay = limits.delayAfter(failures.count(), random);
    // The first refusal may be a rotation. After another one the source has no newer credential
    // yet, and attempts before it may be asked again would be wasted.
    boolean sourceStale =
        attempts.credentialFailures() > 0 && failures.last() == Failure.NOT_CONNECTED;
    return sourceStale ? delay.plus(TimeLimits.CREDENTIAL_INTERVAL) : delay;
  }
}
