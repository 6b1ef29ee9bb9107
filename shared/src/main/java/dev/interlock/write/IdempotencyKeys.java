package dev.interlock.write;

import dev.interlock.api.Problem;
import dev.interlock.api.RefusedException;
import dev.interlock.database.SqlState;
import dev.interlock.limits.TimeLimits;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// What a connection can tell of a command's key, once its statement could not take it.
final class IdempotencyKeys {

  private final Connection connection;
  private final CommandIdentity identity;

  IdempotencyKeys(Connection connection, CommandIdentity identity) {
    this.connection = connection;
    this.identity = identity;
  }

  // What was decided long ago may have been moved to the archive; its key never is.
  private static final String REMEMBERED =
      """
      SELECT fingerprint, verdict, detail::text AS detail, created_at AS decided_at
        FROM idempotency_history
       WHERE caller = ? AND operation = ? AND idempotency_key = ?
      """;

  /// The verdict that was reached under the key.
  ///
  /// @throws RefusedException when the key names another command
  <V> Decision<V> remembered(ConditionalStatement<V> statement) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REMEMBERED)) {
      bindKey(select, 1);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          // Taken a moment ago and free again: whoever held it was rolled back. A
          // conflict like any.
          throw new SQLException("the key was released by a rollback", "40001");
        }
        if (!MessageDigest.isEqual(row.getBytes("fingerprint"), identity.fingerprint())) {
          throw new RefusedException(Problem.idempotencyKeyReused());
        }
        return ConditionalWrites.decision(statement, row, true);
      }
    }
  }

  // Ends in time to say so; a row that it could insert is rolled back.
  private static final String TAKE =
      """
      WITH wait AS MATERIALIZED (SELECT set_config('lock_timeout', ?, true))
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT ?, ?, ?, ?, 'never committed' FROM wait
      ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
      """;

  /// Says whether another transaction, still open, has taken the key.
  ///
  /// A lock timeout does not say which lock was waited for. Only a key that cannot be taken either
  /// way is a request in progress; anything else is contention, and is tried again.
  boolean isHeldByAnother() throws SQLException {
    connection.setAutoCommit(false);
    // A connection that is lost cannot be rolled back either, and that must not hide its loss.
    try (Ending _ = this::rollBack) {
      return !take();
    }
  }

  private interface Ending extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  private void rollBack() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  // Waits for the table as TAKE does, and for nothing else.
  private static final String REACH =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT '', '', '', ''::bytea, '' WHERE false
      """;

  /// Whether the key can be taken, has an answer already, or cannot be asked for.
  private boolean take() throws SQLException {
    try (PreparedStatement reach = connection.prepareStatement(REACH)) {
      reach.executeUpdate();
    } catch (SQLException e) {
      // The table was what was waited for.
      if (SqlState.of(e).equals(SqlStates.LOCK_NOT_AVAILABLE)) {
        return true;
      }
      throw e;
    }
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, Long.toString(TimeLimits.KEY_PROBE_MAX.toMillis()));
      bindKey(take, 2);
      take.setBytes(5, identity.fingerprint());
      take.executeUpdate();
      return true;
    } catch (SQLException e) {
      return switch (SqlState.of(e)) {
        case SqlStates.LOCK_NOT_AVAILABLE -> false;
        // Its holder committed meanwhile: there is an answer now.
        case "40001" -> true;
        default -> throw e;
      };
    }
  }

  private void bindKey(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, identity.caller().subject());
    statement.setString(first + 1, identity.operation());
    statement.setString(first + 2, identity.key().value());
  }
}
