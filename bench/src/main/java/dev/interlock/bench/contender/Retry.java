package dev.interlock.bench.contender;

import dev.interlock.database.SqlState;
import dev.interlock.limits.TimeLimits;
import dev.interlock.write.RetryLimits;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Tries a rival's writes again by the rules that Interlock's own retry loop has: as often, with
/// the same waits, for the same reasons, within the same time.
final class Retry {

  /// What a function has of its 15 seconds.
  private static final Duration TIME = Duration.ofSeconds(15).minus(TimeLimits.RESERVE);

  private static final RetryLimits LIMITS = RetryLimits.DEFAULT;

  private final RivalConnections connections;
  private final Writes writes;
  private long attempts;

  Retry(RivalConnections connections, Writes writes) {
    this.connections = connections;
    this.writes = writes;
  }

  long attempts() {
    return attempts;
  }

  /// Runs an order until it has a result, or its time or attempts are used up.
  ///
  /// @throws SQLException when trying again would mend nothing
  Result run(Order order) throws SQLException {
    Patience patience = new Patience();
    while (true) {
      Result result = onOneConnection(order, patience);
      if (result != null) {
        return result;
      }
    }
  }

  /// Null when there was no connection or it was lost, and another may be asked for.
  private @Nullable Result onOneConnection(Order order, Patience patience) throws SQLException {
    Connection connection;
    try {
      connection = connections.open();
    } catch (SQLException e) {
      attempts++;
      if (!isNotConnected(e)) {
        throw e;
      }
      return patience.allowsAnother() ? null : Result.FAILED;
    }
    try (connection) {
      return untilDone(connection, order, patience);
    }
  }

  private @Nullable Result untilDone(Connection connection, Order order, Patience patience)
      throws SQLException {
    while (true) {
      attempts++;
      try {
        return writes.run(connection, order);
      } catch (SQLException e) {
        if (isConnectionLost(e)) {
          // Perhaps written. Only who remembers a key may send it again without writing twice.
          return writes.rememberKeys() && patience.allowsAnother() ? null : Result.FAILED;
        }
        if (!connection.getAutoCommit()) {
          connection.rollback();
        }
        if (isLastWall(e)) {
          return Result.FAILED;
        }
        if (!isConflict(e)) {
          throw e;
        }
      }
      if (!patience.allowsAnother()) {
        return Result.CONTENTION;
      }
    }
  }

  private static boolean isConflict(SQLException exception) {
    return switch (SqlState.of(exception)) {
      case "40001", "40P01", "55P03", "23505" -> true;
      default -> false;
    };
  }

  /// Whether only a CHECK of the schema kept it from being written, which a function answers 500.
  private static boolean isLastWall(SQLException exception) {
    return switch (SqlState.of(exception)) {
      case "23514", "22003" -> true;
      default -> false;
    };
  }

  private static boolean isNotConnected(SQLException exception) {
    String state = SqlState.of(exception);
    return state.isEmpty()
        || state.equals("53300")
        || state.equals("53400")
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("28");
  }

  private static boolean isConnectionLost(SQLException exception) {
    String state = SqlState.of(exception);
    return state.equals("40003")
        || state.equals("57014")
        || state.startsWith("08")
        || state.startsWith("57P")
        || (state.isEmpty() && exception.getCause() instanceof IOException);
  }

  /// What is left of one order's attempts and time.
  private static final class Patience {
    private final long end = System.nanoTime() + TIME.toNanos();
    private int failures;

    /// Waits, with full jitter, before another attempt; says no where there is to be none.
    boolean allowsAnother() {
      failures++;
      long delay = ThreadLocalRandom.current().nextLong(ceilingNanos() + 1);
      long least = TimeLimits.ATTEMPT_LEAST.toNanos();
      if (failures >= LIMITS.attemptsMax() || end - System.nanoTime() <= delay + least) {
        return false;
      }
      long wake = System.nanoTime() + delay;
      for (long left = delay; left > 0; left = wake - System.nanoTime()) {
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(left);
      }
      return true;
    }

    private long ceilingNanos() {
      int doublings = Math.min(failures - 1, 20);
      return Math.min(LIMITS.delayFirst().toNanos() << doublings, LIMITS.delayMax().toNanos());
    }
  }
}
