package dev.interlock.bench.contender;

import dev.interlock.database.SqlState;
import dev.interlock.write.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// One environment of AWS's sample. It retries a serialization failure at once and without limit,
/// and answers every other failure to its caller.
///
/// Lambda would end such a call at the function's timeout. Here the call's time ends it, or the
/// interrupt that ends the run, between two attempts: then nothing was written.
final class DsqlSampleSession implements ContenderSession {

  private static final String SERIALIZATION_FAILURE = "40001";

  private final CountedDatabase database;
  private final Duration callMax;
  private final Writes writes = new DsqlSampleWrites();
  private long attempts;

  DsqlSampleSession(CountedDatabase database, Duration callMax) {
    this.database = database;
    this.callMax = callMax;
  }

  @Override
  public Result run(Order order) throws SQLException {
    Deadline end = Deadline.in(callMax);
    try (Connection connection = database.open()) {
      while (end.remaining().isPositive() && !Thread.currentThread().isInterrupted()) {
        attempts++;
        try {
          return writes.run(connection, order);
        } catch (SQLException e) {
          rollBack(connection, e);
          if (!SqlState.of(e).equals(SERIALIZATION_FAILURE)) {
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
      // The connection is lost, and the transaction with it; the sample ignores this too.
      reason.addSuppressed(e);
    }
  }

  /// The sample's table has no CHECK. Ours refuses an overdraft before the sample's own check.
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
