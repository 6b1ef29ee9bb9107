package dev.interlock.write;

import dev.interlock.database.SqlState;
import dev.interlock.limits.TimeLimits;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Looks up a command's key after its statement could not take it.
final class IdempotencyKeys {

  private final Connection connection;
  private final CommandIdentity identity;

  IdempotencyKeys(Connection connection, CommandIdentity identity) {
    this.connection = connection;
    this.identity = identity;
  }

  // Old verdicts may have been moved to the archive; their keys never are.
  private static final String STORED =
      """
      SELECT fingerprint, verdict, detail::text AS detail, created_at AS decided_at
        FROM idempotency_history
       WHERE caller = ? AND operation = ? AND idempotency_key = ?
      """;

  /// The verdict that was reached under the key.
  ///
  /// @throws IdempotencyKeyReusedException when the key belongs to another command
  StoredVerdict stored() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STORED)) {
      bindKey(select, 1);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          // The call that had taken it was rolled back meanwhile: an ordinary conflict.
          throw new SQLException("the key was released by a rollback", "40001");
        }
        if (!MessageDigest.isEqual(row.getBytes("fingerprint"), identity.fingerprint())) {
          throw new IdempotencyKeyReusedException();
        }
        return StoredVerdict.of(row);
      }
    }
  }

  // Bounds its own wait, so that time is left to answer. A row that it can insert is rolled back.
  private static final String TAKE =
      """
      WITH wait AS MATERIALIZED (SELECT set_config('lock_timeout', ?, true))
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT ?, ?, ?, ?, 'never committed' FROM wait
      ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
      """;

  /// Whether another open transaction has taken the key.
  ///
  /// A lock timeout does not say which lock was waited for. The request is in progress only if the
  /// key still cannot be taken; anything else is contention, and is retried.
  boolean isHeldByAnother() throws SQLException {
    connection.setAutoCommit(false);
    // On a lost connection the rollback fails too, which must not hide the loss.
    try (Transaction _ = this::rollBack) {
      return !take();
    }
  }

  private interface Transaction extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  private void rollBack() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  // Waits for the table as TAKE does, and for nothing else. Without it a table that maintenance has
  // locked would look like a key in use, and the answer would be that a request is in progress
  // which does not exist. It costs a round trip, but only after a call has waited over a second.
  private static final String REACH =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      SELECT '', '', '', ''::bytea, '' WHERE false
      """;

  /// False only if another transaction holds the key. True as well when the key has an answer by
  /// now, or when the table is locked.
  private boolean take() throws SQLException {
    try (PreparedStatement reach = connection.prepareStatement(REACH)) {
      reach.executeUpdate();
    } catch (SQLException e) {
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
        // The holder committed meanwhile, so there is an answer now.
        case "40001" -> true;
        default -> throw e;
      };
    }
  }

  private void bindKey(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, identity.caller());
    statement.setString(first + 1, identity.operation());
    statement.setString(first + 2, identity.key());
  }
}
