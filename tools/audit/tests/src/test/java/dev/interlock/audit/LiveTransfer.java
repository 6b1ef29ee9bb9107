package dev.interlock.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// One more transfer in a [ValidHistory], committed as in a running system: completely or not at
/// all.
final class LiveTransfer {

  private static final String STATEMENT =
      """
      WITH decided AS (
        SELECT gen_random_uuid() AS transfer_id, clock_timestamp() AS created_at, ? AS key
      ),
      moved AS (
        UPDATE account
        SET version = version + 1, balance = balance
          + CASE id WHEN 'a1000000-0000-4000-8000-000000000000' THEN -1 ELSE 1 END
        WHERE id IN (
          'a1000000-0000-4000-8000-000000000000', 'a1000000-0000-4000-8000-000000000001')
        RETURNING id, version, balance,
          CASE id WHEN 'a1000000-0000-4000-8000-000000000000' THEN -1 ELSE 1 END AS amount
      ),
      journaled AS (
        INSERT INTO account_entry (account_id, version, transfer_id, amount, balance_after, caller,
          idempotency_key, created_at)
        SELECT id, version, transfer_id, amount, balance, 'alice', key, created_at
        FROM moved, decided
      )
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict, detail,
        created_at)
      SELECT 'alice', 'transfer', key, fingerprint('a1000000-0000-4000-8000-000000000000',
          'a1000000-0000-4000-8000-000000000001', '1', 'EUR', ''),
        'accepted',
        jsonb_build_object('id', transfer_id, 'fromBalance', balance), created_at
      FROM moved, decided
      WHERE amount < 0
      """;

  private LiveTransfer() {}

  static void run(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATEMENT)) {
      statement.setString(1, key);
      statement.executeUpdate();
    }
  }
}
