package dev.interlock.transfer;

import dev.interlock.testkit.servers.TestDatabase;

/// Opens accounts as the back office does, so that every invariant holds from the start.
final class BackOffice {

  private final TestDatabase database;

  BackOffice(TestDatabase database) {
    this.database = database;
  }

  void open(String id, String currency, long balance, String status) {
    database.run(
        """
        INSERT INTO resource (id, kind, owner_count) VALUES ('%1$s', 'account', 1);
        INSERT INTO permission (resource_id, principal, role) VALUES ('%1$s', 'bank', 'owner');
        INSERT INTO account (id, currency, balance, status, version)
        VALUES ('%1$s', '%2$s', %3$d, '%4$s', sign(%3$d));
        INSERT INTO account_entry (account_id, version, amount, balance_after, reference)
        SELECT '%1$s', 1, %3$d, %3$d, 'opening balance' WHERE %3$d > 0
        """
            .formatted(id, currency, balance, status));
  }

  /// @param expiresAt an SQL expression
  void grant(String id, String principal, String role, String expiresAt) {
    database.run(
        """
        INSERT INTO permission (resource_id, principal, role, expires_at)
        VALUES ('%s', '%s', '%s', %s)
        ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = EXCLUDED.role, expires_at = EXCLUDED.expires_at
        """
            .formatted(id, principal, role, expiresAt));
  }
}
