package dev.interlock.audit;

import java.util.List;

/// What the refusals in a history claim of rows and grants, and what those were.
///
/// Version v of a row was seen by nobody before its time, nor after the time of version v + 2:
/// whoever wrote that took the time after a snapshot in which v + 1 stood.
final class RefusalTables {

  private static final String OF_BALANCES =
      """
      INSERT INTO claim
      SELECT x.line, 'account', (x.asked ->> 'from')::uuid, '',
        0, (x.asked ->> 'amount')::bigint - 1, k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      WHERE x.refusal = 'insufficient-funds' AND x.operation = 'transfer' AND x.asked IS NOT NULL
      UNION ALL
      SELECT x.line, 'account', (x.asked ->> 'to')::uuid, '',
        9007199254740991 - (x.asked ->> 'amount')::bigint + 1, 9007199254740991,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      WHERE x.refusal = 'balance-limit' AND x.operation = 'transfer' AND x.asked IS NOT NULL
      """;

  // What is told to be available must have been there, and be less than what was asked for.
  private static final String OF_STOCK =
      """
      INSERT INTO claim
      SELECT x.line, 'stock', (x.asked ->> 'location')::uuid, short.sku,
        CASE WHEN short.available ~ '^[0-9]{1,18}$' THEN short.available::bigint ELSE -1 END,
        CASE WHEN short.available ~ '^[0-9]{1,18}$' THEN
          least(short.available::bigint, (x.asked -> 'lines' ->> short.sku)::bigint - 1)
          ELSE -1 END,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      CROSS JOIN LATERAL jsonb_each_text(
        CASE jsonb_typeof(x.detail -> 'available')
          WHEN 'object' THEN x.detail -> 'available' ELSE '{}' END
      ) AS short (sku, available)
      WHERE x.refusal = 'insufficient-stock' AND x.operation = 'stock-decrement'
        AND x.asked IS NOT NULL
      """;

  // A version is its own value.
  private static final String OF_VERSIONS =
      """
      INSERT INTO claim
      SELECT x.line, 'permissions', (x.asked ->> 'resource')::uuid, '',
        v.version,
        CASE WHEN v.version = (x.asked ->> 'aclVersion')::bigint THEN -1 ELSE v.version END,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      CROSS JOIN LATERAL (
        SELECT CASE WHEN x.detail ->> 'aclVersion' ~ '^[0-9]{1,18}$'
          THEN (x.detail ->> 'aclVersion')::bigint ELSE -1 END AS version
      ) v
      WHERE x.refusal = 'version-mismatch' AND x.operation = 'permission-change'
        AND x.asked IS NOT NULL
      """;

  // Version 0 is a row that was just made, with nothing in it.
  private static final String ROW_VERSIONS =
      """
      INSERT INTO row_version
      WITH claimed AS (SELECT DISTINCT kind, resource_id, sku FROM claim)
      SELECT kind, resource_id, sku, 0, 0, TIMESTAMPTZ '0001-01-01T00:00:00Z' FROM claimed
      UNION ALL
      SELECT c.kind, e.account_id, '', e.version, e.balance_after, e.created_at
      FROM claimed c
      JOIN account_history e ON e.account_id = c.resource_id
      WHERE c.kind = 'account'
      UNION ALL
      SELECT c.kind, e.location_id, e.sku, e.version, e.on_hand_after, e.created_at
      FROM claimed c
      JOIN stock_history e ON e.location_id = c.resource_id AND e.sku = c.sku
      WHERE c.kind = 'stock'
      UNION ALL
      SELECT c.kind, e.resource_id, '', e.acl_version, e.acl_version, e.created_at
      FROM claimed c
      JOIN permission_history e ON e.resource_id = c.resource_id
      WHERE c.kind = 'permissions'
      """;

  // Nobody sees a grant any more once the next change of its principal was answered. What he
  // had before his first change is the back office's, and since when nobody knows: a state without
  // a role.
  private static final String GRANT_STATES =
      """
      INSERT INTO grant_state
      WITH change AS (
        SELECT resource_id, principal, acl_version, role, expires_at, created_at,
          lead(acl_version) OVER changes AS next_version, lead(caller) OVER changes AS next_caller,
          lead(idempotency_key) OVER changes AS next_key,
          lag(acl_version) OVER changes AS version_before
        FROM permission_history
        WINDOW changes AS (PARTITION BY resource_id, principal ORDER BY acl_version)
      )
      SELECT c.resource_id, c.principal, c.acl_version, c.role, c.expires_at, c.created_at,
        least(gone.created_at, k.accepted_at, TIMESTAMPTZ '9999-12-31T00:00:00Z')
      FROM change c
      LEFT JOIN permission_history gone
        ON gone.resource_id = c.resource_id AND gone.acl_version = c.next_version + 1
      LEFT JOIN sent_key k ON k.operation = 'permission-change'
        AND k.caller = c.next_caller AND k.idempotency_key = c.next_key
      UNION ALL
      SELECT c.resource_id, c.principal, 0, NULL, NULL, TIMESTAMPTZ '0001-01-01T00:00:00Z',
        coalesce(gone.created_at, TIMESTAMPTZ '9999-12-31T00:00:00Z')
      FROM change c
      LEFT JOIN permission_history gone
        ON gone.resource_id = c.resource_id AND gone.acl_version = c.acl_version + 1
      WHERE c.version_before IS NULL
      """;

  static final List<String> FILL =
      List.of(OF_BALANCES, OF_STOCK, OF_VERSIONS, ROW_VERSIONS, GRANT_STATES);

  private RefusalTables() {}
}
