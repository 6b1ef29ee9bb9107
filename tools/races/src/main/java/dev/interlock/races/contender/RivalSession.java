package dev.interlock.races.contender;

import dev.interlock.database.SqlState;
import dev.interlock.limits.TimeLimits;
import dev.interlock.write.Attempts;
import dev.interlock.write.ContentionException;
import dev.interlock.write.DatabaseUnavailableException;
import dev.interlock.write.Deadline;
import dev.interlock.write.OutcomeUnknownException;
import dev.interlock.write.RetryLimits;
import dev.interlock.write.RetryLoop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// One environment of a rival. It retries in Interlock's own loop: as often, with the same waits,
/// for the same reasons, within the same time.
final class RivalSession implements ContenderSession {

  /// The time for a call of a function with a timeout of 15 seconds.
  static final Duration CALL_MAX = Duration.ofSeconds(15).minus(TimeLimits.RESERVE);

  private final CountedDatabase database;
  private final Writes writes;
  private final RetryLoop loop;
  private long attempts;

  RivalSession(CountedDatabase database, Writes writes) {
    this.database = database;
    this.writes = writes;
    this.loop =
        new RetryLoop(database, RetryLimits.DEFAULT, () -> ThreadLocalRandom.current().nextLong());
  }

  @Override
  public Result run(Order order) {
    Attempts its = new Attempts(Deadline.in(CALL_MAX));
    try {
      return loop.write((connection, _) -> attempt(connection, order), its);
    } catch (ContentionException e) {
      return Result.CONTENTION;
    } catch (DatabaseUnavailableException | OutcomeUnknownException e) {
      return Result.FAILED;
    } finally {
      attempts += its.count();
    }
  }

  private Result attempt(Connection connection, Order order) throws SQLException {
    try {
      return writes.run(connection, order);
    } catch (SQLException e) {
      if (RetryLoop.isOutcomeUnknown(e)) {
        // Without a stored key, another attempt could write twice.
        if (!writes.rememberKeys()) {
          return Result.FAILED;
        }
      } else if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      if (isConstraintViolation(e)) {
        return Result.FAILED;
      }
      throw e;
    }
  }

  /// Whether only a CHECK of the schema prevented the write; a function answers 500 then.
  static boolean isConstraintViolation(SQLException exception) {
    return switch (SqlState.of(exception)) {
      case "23514", "22003" -> true;
      default -> false;
    };
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
