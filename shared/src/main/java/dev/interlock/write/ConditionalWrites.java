package dev.interlock.write;

import dev.interlock.api.Json;
import dev.interlock.api.MalformedJsonException;
import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Brings statements to the database and their verdicts back: once for each command, however often
/// and however many at once it is sent.
public final class ConditionalWrites {

  private final Database database;
  private final RetryLimits limits;
  private final RandomGenerator random;

  /// Writes within the limits of every day.
  public ConditionalWrites(Database database) {
    // Asked again for each wait: a seed in memory would be the same in all environments that one
    // snapshot is restored to, and so would their waits.
    this(database, RetryLimits.DEFAULT, () -> new SecureRandom().nextLong());
  }

  /// Writes with these limits; `random` spreads the waits between attempts.
  public ConditionalWrites(Database database, RetryLimits limits, RandomGenerator random) {
    this.database = database;
    this.limits = limits;
    this.random = random;
  }

  /// Decides a command, or finds what was decided when its key was first used.
  ///
  /// @throws RefusedException when the key names another command, or is still being worked on
  /// @throws ContentionException when limits were used up among conflicts: nothing was written
  /// @throws DatabaseUnavailableException when no connection came about: nothing was written
  /// @throws OutcomeUnknownException when an answer was lost and could not be asked for again
  /// @throws IllegalStateException when the statement is defective
  public <V> Decision<V> decide(ConditionalStatement<V> statement, Attempts attempts) {
    return new RetryLoop(database, limits, random, attempts, true)
        .run((connection, timeLeft) -> attempt(statement, connection, timeLeft, attempts));
  }

  /// Warms up for a snapshot: runs the rehearsal in transactions in which the server refuses every
  /// write.
  public void rehearse(Runnable rehearsal) {
    database.rehearse(rehearsal);
  }

  /// Answers a read.
  ///
  /// @throws ContentionException when limits were used up among conflicts
  /// @throws DatabaseUnavailableException when no connection came about, or each was lost
  /// @throws IllegalStateException when the query is defective
  public <T> T read(ConsistentQuery<T> query, Attempts attempts) {
    return new RetryLoop(database, limits, random, attempts, false)
        .run((connection, timeLeft) -> read(query, connection));
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
        // Under SERIALIZABLE, what was read is known to be consistent only after the commit.
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

  private <V> Decision<V> attempt(
      ConditionalStatement<V> statement,
      Connection connection,
      Duration timeLeft,
      Attempts attempts)
      throws SQLException {
    CommandIdentity identity = statement.identity();
    IdempotencyKeys keys = new IdempotencyKeys(connection, identity);
    LockWaits waits = LockWaits.within(timeLeft, limits.keyWaitMax(), attempts.elapsed());
    try {
      Optional<Decision<V>> fresh = execute(statement, identity, connection, waits);
      return fresh.isPresent() ? fresh.get() : keys.remembered(statement);
    } catch (SQLException e) {
      if (SqlState.of(e).equals(SqlStates.LOCK_NOT_AVAILABLE)
          && LockWaits.isKeyWaitOver(limits.keyWaitMax(), attempts.elapsed())
          && keys.isHeldByAnother()) {
        throw new RefusedException(Problem.requestInProgress());
      }
      throw e;
    }
  }

  private static <V> Optional<Decision<V>> execute(
      ConditionalStatement<V> statement,
      CommandIdentity identity,
      Connection connection,
      LockWaits waits)
      throws SQLException {
    try (PreparedStatement write = connection.prepareStatement(statement.sql())) {
      bind(write, identity, waits);
      statement.bind(write);
      try (ResultSet row = write.executeQuery()) {
        return row.next() ? Optional.of(decision(statement, row, false)) : Optional.empty();
      }
    }
  }

  private static void bind(PreparedStatement write, CommandIdentity identity, LockWaits waits)
      throws SQLException {
    write.setString(1, identity.caller().subject());
    write.setString(2, identity.key().value());
    write.setBytes(3, identity.fingerprint());
    write.setString(4, Long.toString(waits.grantMillis()));
    write.setString(5, waits.key().toString());
    write.setString(6, waits.all().toString());
  }

  /// Reads `(verdict, detail, decided_at)`, fresh or remembered: a replay goes through the same
  /// code.
  static <V> Decision<V> decision(
      ConditionalStatement<V> statement, ResultSet row, boolean replayed) throws SQLException {
    String word = row.getString("verdict");
    if (word.equals(ConditionalStatement.ISOLATION_TOO_LOW)) {
      throw new IllegalStateException(
          "nothing was written: the session runs below REPEATABLE READ. Behind a pooler the role"
              + " must carry the setting, see roles.sql: ALTER ROLE ... IN DATABASE ... SET"
              + " default_transaction_isolation = serializable");
    }
    Instant decidedAt = row.getObject("decided_at", OffsetDateTime.class).toInstant();
    try {
      Json.Obj detail = Json.object(row.getString("detail"));
      return new Decision<>(word, statement.verdict(word, detail, decidedAt), replayed);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("the detail of a verdict is no JSON object", e);
    }
  }
}
