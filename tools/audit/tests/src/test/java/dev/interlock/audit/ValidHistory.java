package dev.interlock.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Writes a history that breaks no invariant, as thousands of commands would have left it, without
/// running them. It was begun before the journals had openings, and migrated a month later.
/// [OfficeHistory] and [HoldHistory] follow.
///
/// Alice owns everything from the start and bob is an operator everywhere, both without journal
/// rows. Identifiers are `a1…n` accounts, `b1…n` locations, `c1…n` transfers, `d1…n` decrements,
/// `e1…n` permission changes, with n in hexadecimal in the last group, counted from 0. Command n
/// happens n seconds after 2026-01-01, everything that the back office did a day before.
record ValidHistory(int accounts, int transfers, int locations, int decrements, int changes) {

  /// Few enough rows to copy for each test, but every kind of row for every check.
  static final ValidHistory SMALL = new ValidHistory(6, 60, 2, 30, 60);

  private static final int SKUS = 3;

  void write(Connection connection) throws SQLException {
    run(connection, RESOURCES, accounts, locations);
    run(connection, FIRST_PERMISSIONS);
    run(connection, ACCOUNT_ENTRIES, accounts, accounts / 2, accounts / 2, transfers);
    run(connection, ACCOUNTS, accounts / 2);
    run(connection, STOCK_ENTRIES, locations, SKUS, locations, SKUS, decrements);
    run(connection, STOCK);
    run(connection, PERMISSION_ENTRIES, locations, locations, changes);
    run(connection, PERMISSIONS_NOW);
    run(connection, RESOURCES_NOW);
    run(connection, KEYS);
    migrate(connection);
    OfficeHistory.write(connection);
    HoldHistory.write(connection);
  }

  /// Journals their openings, as the migration to version 3 does.
  private static void migrate(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM interlock_migration WHERE version = 3");
      statement.execute(AuditServer.resource("/db/migrations/003-openings.sql"));
      statement.execute(
          "UPDATE interlock_migration SET applied_at = '2026-02-01' WHERE version = 3");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Connection connection, String sql, Integer... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      List<Integer> values = List.of(parameters);
      for (int i = 0; i < values.size(); i++) {
        statement.setInt(i + 1, values.get(i));
      }
      statement.executeUpdate();
    }
  }

  private static final String RESOURCES =
      """
      INSERT INTO resource (id, kind, owner_count)
      SELECT ('a1000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'account', 1
      FROM generate_series(0, ? - 1) n
      UNION ALL
      SELECT ('b1000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'location', 1
      FROM generate_series(0, ? - 1) n
      """;

  private static final String FIRST_PERMISSIONS =
      """
      INSERT INTO permission (resource_id, principal, role)
      SELECT id, 'alice', 'owner' FROM resource
      UNION ALL
      SELECT id, 'bob', 'operator' FROM resource
      """;

  /// Accounts of the first half send to each other, and so do those of the second half.
  private static final String ACCOUNT_ENTRIES =
      """
      WITH opened AS (
        SELECT n AS account, NULL::int AS transfer, 1000000000 AS amount, NULL AS caller
        FROM generate_series(0, ? - 1) n
      ),
      pair AS (
        SELECT n, ? AS half, n * 17 % ? AS source, n % 2 AS side
        FROM generate_series(0, ? - 1) n
      ),
      sent AS (
        SELECT n, half * side + source AS debited,
          half * side + (source + 1 + n / 2 % (half - 1)) % half AS credited,
          1 + n * 37 % 97 * (n % 7) AS amount, (ARRAY['alice', 'bob'])[1 + n % 3 % 2] AS caller
        FROM pair
      ),
      leg AS (
        SELECT * FROM opened
        UNION ALL
        SELECT debited, n, -amount, caller FROM sent
        UNION ALL
        SELECT credited, n, amount, caller FROM sent
      )
      INSERT INTO account_entry (account_id, version, transfer_id, amount, balance_after, caller,
        idempotency_key, reference, created_at)
      SELECT ('a1000000-0000-4000-8000-' || lpad(to_hex(account), 12, '0'))::uuid,
        row_number() OVER history,
        ('c1000000-0000-4000-8000-' || lpad(to_hex(transfer), 12, '0'))::uuid,
        amount,
        sum(amount) OVER history,
        caller,
        'key-' || transfer,
        CASE WHEN transfer % 2 = 0 THEN 'invoice ' || transfer END,
        TIMESTAMPTZ '2026-01-01T00:00:00Z'
          + coalesce(transfer * INTERVAL '1 second', INTERVAL '-1 day')
      FROM leg
      WINDOW history AS (PARTITION BY account ORDER BY transfer NULLS FIRST)
      """;

  private static final String ACCOUNTS =
      """
      INSERT INTO account (id, currency, balance, version)
      SELECT DISTINCT ON (account_id) account_id,
        CASE
          WHEN account_id < ('a1000000-0000-4000-8000-' || lpad(to_hex(?), 12, '0'))::uuid
          THEN 'EUR' ELSE 'USD'
        END,
        balance_after, version
      FROM account_entry
      ORDER BY account_id, version DESC
      """;

  private static final String STOCK_ENTRIES =
      """
      WITH received AS (
        SELECT l AS location, s AS sku, NULL::int AS decrement, 1000000 AS quantity, NULL AS caller
        FROM generate_series(0, ? - 1) l, generate_series(0, ? - 1) s
      ),
      taken AS (
        SELECT n % ? AS location, (n + line) % ? AS sku, n, -(1 + n % 5) - line,
          (ARRAY['alice', 'bob'])[1 + n % 3 % 2]
        FROM generate_series(0, ? - 1) n, generate_series(0, 1) line
      ),
      line AS (
        SELECT * FROM received UNION ALL SELECT * FROM taken
      )
      INSERT INTO stock_entry (location_id, sku, version, decrement_id, quantity, on_hand_after,
        caller, idempotency_key, reference, created_at)
      SELECT ('b1000000-0000-4000-8000-' || lpad(to_hex(location), 12, '0'))::uuid,
        'SKU-' || sku,
        row_number() OVER history,
        ('d1000000-0000-4000-8000-' || lpad(to_hex(decrement), 12, '0'))::uuid,
        quantity,
        sum(quantity) OVER history,
        caller,
        'key-' || decrement,
        CASE WHEN decrement % 2 = 0 THEN 'order ' || decrement END,
        TIMESTAMPTZ '2026-01-01T00:00:00Z'
          + coalesce(decrement * INTERVAL '1 second', INTERVAL '-1 day')
      FROM line
      WINDOW history AS (PARTITION BY location, sku ORDER BY decrement NULLS FIRST)
      """;

  private static final String STOCK =
      """
      INSERT INTO stock (location_id, sku, on_hand, version)
      SELECT DISTINCT ON (location_id, sku) location_id, sku, on_hand_after, version
      FROM stock_entry
      ORDER BY location_id, sku, version DESC
      """;

  /// Five principals in turn: alice, who stays an owner, and four who go through all roles.
  /// Operator grants last a millisecond, so that the next change finds them expired. Owners change
  /// their own role, principals give up their own role, and alice makes all other changes.
  private static final String PERMISSION_ENTRIES =
      """
      WITH turn AS (
        SELECT n, n % ? AS location,
          row_number() OVER (PARTITION BY n % ? ORDER BY n) AS acl_version
        FROM generate_series(0, ? - 1) n
      ),
      change AS (
        SELECT n, location, acl_version,
          TIMESTAMPTZ '2026-01-01T00:00:00Z' + n * INTERVAL '1 second' AS created_at,
          (ARRAY['alice', 'p1', 'p2', 'p3', 'p4'])[1 + acl_version % 5] AS principal,
          CASE
            WHEN acl_version % 5 = 0 THEN 'owner'
            ELSE (ARRAY['owner', 'operator', 'viewer', 'none'])[
              1 + (acl_version + acl_version / 5) % 4]
          END AS role
        FROM turn
      ),
      linked AS (
        SELECT *,
          CASE role WHEN 'operator' THEN created_at + INTERVAL '1 millisecond'
            WHEN 'viewer' THEN created_at + INTERVAL '1 year' END AS expires_at,
          CASE lag(role) OVER history
            WHEN 'operator' THEN 'none'
            ELSE coalesce(
              lag(role) OVER history, CASE principal WHEN 'alice' THEN 'owner' ELSE 'none' END)
          END AS previous_role
        FROM change
        WINDOW history AS (PARTITION BY location, principal ORDER BY acl_version)
      )
      INSERT INTO permission_entry (resource_id, acl_version, id, caller, idempotency_key,
        principal, previous_role, role, expires_at, created_at)
      SELECT ('b1000000-0000-4000-8000-' || lpad(to_hex(location), 12, '0'))::uuid,
        acl_version,
        ('e1000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
        CASE
          WHEN previous_role = 'owner' OR role = 'none' AND previous_role <> 'none' THEN principal
          ELSE 'alice'
        END,
        'key-' || n,
        principal, previous_role, role, expires_at, created_at
      FROM linked
      """;

  private static final String PERMISSIONS_NOW =
      """
      INSERT INTO permission (resource_id, principal, role, expires_at)
      SELECT DISTINCT ON (resource_id, principal) resource_id, principal, role, expires_at
      FROM permission_entry
      ORDER BY resource_id, principal, acl_version DESC
      ON CONFLICT (resource_id, principal)
      DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at
      """;

  private static final String RESOURCES_NOW =
      """
      UPDATE resource r
      SET acl_version = (SELECT coalesce(max(e.acl_version), 0) FROM permission_entry e
          WHERE e.resource_id = r.id),
        owner_count = (SELECT count(*) FROM permission p
          WHERE p.resource_id = r.id AND p.role = 'owner')
      """;

  /// One key per command; for every fourth transfer, tenth decrement and tenth change a refused one
  /// in the same second; and for each principal who became a viewer or nothing at a location, a
  /// refused one there half a second later.
  private static final String KEYS =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict, detail,
        created_at)
      SELECT e.caller, 'transfer', e.idempotency_key,
        fingerprint(e.account_id::text, g.account_id::text, g.amount::text, a.currency,
          coalesce(e.reference, '')),
        'accepted', jsonb_build_object('id', transfer_id, 'fromBalance', e.balance_after),
        e.created_at
      FROM account_entry e
      JOIN account_entry g USING (transfer_id)
      JOIN account a ON a.id = e.account_id
      WHERE e.amount < 0 AND g.amount > 0
      UNION ALL
      SELECT caller, 'transfer', 'refused-' || idempotency_key,
        sha256(transfer_id::text::bytea), 'insufficient-funds', '{}', created_at
      FROM account_entry
      WHERE transfer_id IS NOT NULL AND amount < 0 AND amount % 4 = 0
      UNION ALL
      SELECT caller, 'stock-decrement', idempotency_key,
        fingerprint(VARIADIC ARRAY[location_id::text, coalesce(reference, '')]
          || string_to_array(string_agg(sku || ' ' || -quantity, ' ' ORDER BY sku), ' ')),
        'accepted',
        jsonb_build_object('id', decrement_id, 'onHand', jsonb_object_agg(sku, on_hand_after)),
        created_at
      FROM stock_entry
      WHERE decrement_id IS NOT NULL
      GROUP BY caller, idempotency_key, decrement_id, location_id, reference, created_at
      UNION ALL
      SELECT caller, 'permission-change', idempotency_key,
        fingerprint(resource_id::text, principal, role,
          coalesce(
            to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ''),
          (acl_version - 1)::text),
        'accepted',
        jsonb_build_object('id', id, 'aclVersion', acl_version, 'previousRole', previous_role),
        created_at
      FROM permission_entry
      UNION ALL
      SELECT caller, 'stock-decrement', 'refused-' || idempotency_key,
        sha256(decrement_id::text::bytea), 'insufficient-stock',
        jsonb_build_object('available', jsonb_object_agg(sku, on_hand_after)), created_at
      FROM stock_entry
      WHERE decrement_id IS NOT NULL AND right(idempotency_key, 1) = '0'
      GROUP BY caller, idempotency_key, decrement_id, created_at
      UNION ALL
      SELECT caller, 'permission-change', 'refused-' || idempotency_key,
        sha256(id::text::bytea), 'version-mismatch',
        jsonb_build_object('aclVersion', acl_version), created_at
      FROM permission_entry
      WHERE right(idempotency_key, 1) = '0'
      UNION ALL
      SELECT principal, 'stock-decrement', 'refused-' || idempotency_key || '-of-' || principal,
        sha256(id::text::bytea),
        CASE role WHEN 'viewer' THEN 'role-insufficient' ELSE 'location-not-found' END,
        '{}', created_at + INTERVAL '500 milliseconds'
      FROM permission_entry
      WHERE role IN ('viewer', 'none')
      """;
}
