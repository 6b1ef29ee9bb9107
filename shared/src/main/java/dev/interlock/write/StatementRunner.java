package dev.interlock.write;

import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Runs statements and queries on the database, with retries, and returns their verdicts or
/// answers.
///
/// A command is carried out once, however often and however concurrently it is sent.
public final class StatementRunner {

  private final Database database;
  private final Duration keyWaitMax;
  private final RetryLoop loop;
  private final RowQueue queue = new RowQueue();

  /// Runs statements within the default limits.
  public StatementRunner(Database database) {
    // A new source for each wait: a seed in memory would be the same in every environment that is
    // restored from one snapshot, and so would the waits.
    this(database, RetryLimits.DEFAULT, () -> new SecureRandom().nextLong());
  }

  /// Runs statements within these limits; `random` spreads the waits between attempts.
  public StatementRunner(Database database, RetryLimits limits, RandomGenerator random) {
    this.database = database;
    this.keyWaitMax = limits.keyWaitMax();
    this.loop = new RetryLoop(database, limits, random);
  }

  /// Decides a command, or finds the decision that was made when its key was first used.
  ///
  /// @throws IdempotencyKeyReusedException when the key belongs to another command
  /// @throws RequestInProgressException when another call with the key is still running
  /// @throws ContentionException when conflicts used up the limits: nothing was written
  /// @throws DatabaseUnavailableException when no connection was established: nothing was written
  /// @throws OutcomeUnknownException when an answer was lost and no time was left to ask again
  /// @throws IllegalStateException when the statement is defective
  public <C extends Command, V> Decision<V> decide(
      ConditionalStatement<C, V> statement, C command, Attempts attempts) {
    requireOneOperation(statement.operation(), command.identity().operation());
    return loop.write(
        (connection, timeLeft) -> {
          Turn turn = new Turn(Deadline.in(timeLeft), keyWaitMax, attempts);
          IdempotencyKeys keys = new IdempotencyKeys(connection, command.identity());
          try {
            Optional<StoredVerdict> fresh =
                queue.send(new StatementCall<>(statement, command, connection, turn));
            StoredVerdict verdict = fresh.isPresent() ? fresh.get() : keys.stored();
            return new Decision<>(verdict.word(), verdict.read(statement), fresh.isEmpty());
          } catch (SQLException e) {
            if (SqlState.of(e).equals(SqlStates.LOCK_NOT_AVAILABLE)
                && LockWaits.isKeyWaitOver(keyWaitMax, attempts.elapsed())
                && keys.isHeldByAnother()) {
              throw new RequestInProgressException();
            }
            throw e;
          }
        },
        attempts);
  }

  // A key that is stored under one name and looked up under another would never be found again.
  private static void requireOneOperation(String stored, String lookedUp) {
    if (!stored.equals(lookedUp)) {
      throw new IllegalStateException(
          "nothing was sent: the statement stores keys of "
              + stored
              + ", the command is of "
              + lookedUp);
    }
  }

  /// Sets every parameter of a statement, for an attempt that may take this long.
  public static <C extends Command> void bind(
      ConditionalStatement<C, ?> statement, C command, Duration timeLeft, PreparedStatement write)
      throws SQLException {
    Duration keyWaitMax = RetryLimits.DEFAULT.keyWaitMax();
    bind(statement, command, LockWaits.within(timeLeft, keyWaitMax, Duration.ZERO), write);
  }

  static <C extends Command> void bind(
      ConditionalStatement<C, ?> statement, C command, LockWaits waits, PreparedStatement write)
      throws SQLException {
    CommandIdentity identity = command.identity();
    write.setString(1, identity.caller());
    write.setString(2, identity.key());
    write.setBytes(3, identity.fingerprint());
    write.setString(4, Long.toString(waits.grantMillis()));
    write.setString(5, waits.key().toString());
    write.setString(6, waits.all().toString());
    statement.bind(write, command);
  }

  /// Warms up for a snapshot: runs the rehearsal in transactions in which the server refuses every
  /// write.
  public void rehearse(Runnable rehearsal) {
    database.rehearse(rehearsal);
  }

  /// Runs a query.
  ///
  /// @throws ContentionException when conflicts used up the limits
  /// @throws DatabaseUnavailableException when no connection was established, or each was lost
  /// @throws IllegalStateException when the query is defective
  public <T> T read(ConsistentQuery<T> query, Attempts attempts) {
    return loop.read((connection, timeLeft) -> read(query, connection), attempts);
  }

  private static <T> T read(ConsistentQuery<T> query, Connection connection) throws SQLException {
    boolean transaction = !connection.getAutoCommit();
    try (PreparedStatement select = connection.prepareStatement(query.sql())) {
      query.bind(select);
      T result;
      try (ResultSet rows = select.executeQuery()) {
        result = query.read(rows);
      }
      if (transaction) {
        // Under SERIALIZABLE a read is known to be consistent only once it has committed.
        connection.commit();
      }
      return result;
    } catch (SQLException e) {
      if (transaction) {
        rollBack(connection, e);
      }
      throw e;
    }
  }

  // A failed transaction accepts no further statement.
  private static void rollBack(Connection connection, SQLException failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
