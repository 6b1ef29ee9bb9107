package dev.interlock.races.contender;

import dev.interlock.write.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// One environment of code as samples have it: it retries what it takes for a conflict, at once and
/// without a wait, and answers every other failure to its caller.
///
/// Lambda would end such a call at the function's timeout. Here the call's time ends it, or the
/// interrupt that ends the run, between two attempts: then nothing was written.
final class SampleSession implements ContenderSession {

  /// Which failures a sample retries, and how often.
  interface Conflicts {
    boolean isRetried(SQLException failure, long attempt);
  }

  private final CountedDatabase database;
  private final Writes writes;
  private final Conflicts conflicts;
  private final Duration callMax;
  private long attempts;

  SampleSession(CountedDatabase database, Writes writes, Conflicts conflicts, Duration callMax) {
    this.database = database;
    this.writes = writes;
    this.conflicts = conflicts;
    this.callMax = callMax;
  }

  @Override
  public Result run(Order order) throws SQLException {
    Deadline end = Deadline.in(callMax);
    long before = attempts;
    try (Connection connection = database.open()) {
      while (end.remaining().isPositive() && !Thread.currentThread().isInterrupted()) {
        attempts++;
        try {
          return writes.run(connection, order);
        } catch (SQLException e) {
          rollBack(connection, e);
          if (!conflicts.isRetried(e, attempts - before)) {
            return answered(e);
          }
        }
      }
    }
    return Result.CONTENTION;
  }

  private static void rollBack(Connection connection, SQLException reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is lost, and the transaction with it; samples ignore this too.
      reason.addSuppressed(e);
    }
  }

  /// A sample's table has no CHECK. Ours refuses an overdraft before the sample's own check.
  private static Result answered(SQLException exception) {
    return RivalSession.isConstraintViolation(exception) ? Result.REFUSED : Result.FAILED;
  }

  @Override
  public long attempts() {
    return attempts;
  }

  @Override
  public long connects() {
    return database.connects();
  }

  @Override
  public void close() {
    database.close();
  }
}
