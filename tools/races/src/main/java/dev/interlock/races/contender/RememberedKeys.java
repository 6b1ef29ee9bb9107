package dev.interlock.races.contender;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Idempotency keys with separate statements: inserted first, completed last, in one transaction.
record RememberedKeys(Connection connection, Identity identity) {

  private static final String IN_PROGRESS = "in-progress";

  // Never read before inserting: a read would lock index pages against unrelated calls.
  private static final String TAKE =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
      """;

  /// Inserts the key, and returns whether it was unused.
  boolean take() throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      take.setString(1, identity.caller());
      take.setString(2, identity.operation());
      take.setString(3, identity.key());
      take.setBytes(4, identity.fingerprint());
      take.setString(5, IN_PROGRESS);
      return take.executeUpdate() == 1;
    }
  }

  private static final String REMEMBERED =
      """
      SELECT fingerprint, verdict FROM idempotency_history
       WHERE caller = ? AND operation = ? AND idempotency_key = ?
      """;

  /// The result stored under the key; refused, if the key belongs to another order.
  Result remembered() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REMEMBERED)) {
      select.setString(1, identity.caller());
      select.setString(2, identity.operation());
      select.setString(3, identity.key());
      Result result;
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("the key was released by a rollback", "40001");
        }
        boolean same = MessageDigest.isEqual(row.getBytes(1), identity.fingerprint());
        result = same ? Verdicts.result(row.getString(2)) : Result.REFUSED;
      }
      connection.commit();
      return result;
    }
  }

  private static final String REMEMBER =
      """
      UPDATE idempotency SET verdict = ?, detail = ?::jsonb, created_at = clock_timestamp()
       WHERE caller = ? AND operation = ? AND idempotency_key = ?
      """;

  /// Stores the verdict under the key, and commits.
  Result remember(String verdict, String detail) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REMEMBER)) {
      update.setString(1, verdict);
      update.setString(2, detail);
      update.setString(3, identity.caller());
      update.setString(4, identity.operation());
      update.setString(5, identity.key());
      update.executeUpdate();
    }
    connection.commit();
    return Verdicts.result(verdict);
  }
}
