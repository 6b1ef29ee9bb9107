package dev.interlock.audit;

import java.util.List;

/// What the journals say of the keys that a history names: what each did, and what it has to be
/// answered.
final class EffectTables {

  // `need` is the least role that it takes: 3 owner, 2 operator, 1 viewer.
  private static final String TRANSFERS =
      """
      INSERT INTO effect
      SELECT 'transfer', t.caller, t.idempotency_key, t.transfer_id, t.account_id, 2, t.created_at,
        jsonb_strip_nulls(jsonb_build_object('from', t.account_id, 'to', g.account_id,
          'amount', -t.amount::numeric, 'currency', a.currency, 'reference', t.reference)),
        jsonb_strip_nulls(jsonb_build_object('id', t.transfer_id,
          'from', t.account_id, 'to', g.account_id,
          'amount', g.amount, 'currency', a.currency, 'reference', t.reference,
          'fromBalance', t.balance_after,
          'createdAt',
          to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM account_history t
      JOIN sent_key k ON k.operation = 'transfer'
        AND k.caller = t.caller AND k.idempotency_key = t.idempotency_key
      LEFT JOIN account_history g ON g.transfer_id = t.transfer_id AND g.amount > 0
      LEFT JOIN account a ON a.id = t.account_id
      WHERE t.amount < 0
      """;

  // Lines are answered in byte order, which is not every database's order of texts.
  private static final String DECREMENTS =
      """
      INSERT INTO effect
      SELECT 'stock-decrement', d.caller, d.idempotency_key, d.decrement_id, d.location_id, 2,
        d.created_at,
        jsonb_strip_nulls(jsonb_build_object('location', d.location_id, 'lines', d.taken,
          'reference', d.reference)),
        jsonb_strip_nulls(jsonb_build_object('id', d.decrement_id, 'location', d.location_id,
          'lines', d.lines, 'reference', d.reference,
          'createdAt',
          to_char(d.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        NULL
      FROM (
        SELECT s.caller, s.idempotency_key, s.decrement_id, s.location_id, s.created_at,
          s.reference, jsonb_object_agg(s.sku, -s.quantity::numeric) AS taken,
          jsonb_agg(
            jsonb_build_object('sku', s.sku, 'quantity', -s.quantity::numeric,
              'onHand', s.on_hand_after)
            ORDER BY convert_to(s.sku, 'UTF8')) AS lines
        FROM stock_history s
        JOIN sent_key k ON k.operation = 'stock-decrement'
          AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
        GROUP BY s.caller, s.idempotency_key, s.decrement_id, s.location_id, s.created_at,
          s.reference
      ) d
      """;

  // Whoever gives up a role of his own needs no more than to have one.
  private static final String CHANGES =
      """
      INSERT INTO effect
      SELECT 'permission-change', p.caller, p.idempotency_key, p.id, p.resource_id,
        CASE WHEN p.principal = p.caller AND p.role = 'none' THEN 1 ELSE 3 END, p.created_at,
        jsonb_strip_nulls(jsonb_build_object('resource', p.resource_id, 'principal', p.principal,
          'role', p.role, 'aclVersion', p.acl_version - 1,
          'expiresAt',
          to_char(p.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        jsonb_strip_nulls(jsonb_build_object('id', p.id, 'resource', p.resource_id,
          'principal', p.principal, 'role', p.role, 'previousRole', p.previous_role,
          'expiresAt',
          to_char(p.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'aclVersion', p.acl_version,
          'createdAt',
          to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
        '"' || p.acl_version || '"'
      FROM permission_history p
      JOIN sent_key k ON k.operation = 'permission-change'
        AND k.caller = p.caller AND k.idempotency_key = p.idempotency_key
      """;

  // From when a principal's role was answered to be less than `need`, until a grant of as much was
  // made. `turn` numbers the stretches that begin with such a grant.
  private static final String REVOKED =
      """
      INSERT INTO revoked
      WITH change AS (
        SELECT p.resource_id, p.principal, p.acl_version, p.created_at, n.need,
          k.first_sent, k.accepted_at,
          CASE p.role WHEN 'owner' THEN 3 WHEN 'operator' THEN 2 WHEN 'viewer' THEN 1 ELSE 0 END
            >= n.need AS suffices
        FROM permission_history p
        CROSS JOIN (VALUES (1), (2), (3)) AS n (need)
        LEFT JOIN sent_key k ON k.operation = 'permission-change'
          AND k.caller = p.caller AND k.idempotency_key = p.idempotency_key
      ),
      turned AS (
        SELECT *, count(*) FILTER (WHERE suffices)
          OVER (PARTITION BY resource_id, principal, need ORDER BY acl_version) AS turn
        FROM change
      ),
      stretch AS (
        SELECT resource_id, principal, need, turn,
          min(accepted_at) FILTER (WHERE NOT suffices) AS revoked_at,
          min(created_at) FILTER (WHERE suffices) AS granted_at,
          min(first_sent) FILTER (WHERE suffices) AS grant_sent
        FROM turned
        GROUP BY resource_id, principal, need, turn
      ),
      ended AS (
        SELECT resource_id, principal, need, revoked_at,
          lead(granted_at) OVER stretches AS granted_at,
          lead(grant_sent) OVER stretches AS grant_sent
        FROM stretch
        WINDOW stretches AS (PARTITION BY resource_id, principal, need ORDER BY turn)
      )
      SELECT * FROM ended WHERE revoked_at IS NOT NULL
      """;

  static final List<String> FILL = List.of(TRANSFERS, DECREMENTS, CHANGES, REVOKED);

  /// When each effect was committed, as the server noted it (`track_commit_timestamp`), else when
  /// it was decided, which is a little before. A row that was moved to the archive, or restored
  /// from a backup, has the time of that instead: it shows by being later than the answer.
  static final String COMMIT_TIMES =
      """
      INSERT INTO commit_time
      WITH noted AS (
        SELECT 'transfer' AS operation, caller, idempotency_key, created_at,
          CASE current_setting('track_commit_timestamp') WHEN 'on'
            THEN pg_xact_commit_timestamp(xmin) END AS at
        FROM account_entry
        WHERE amount < 0
        UNION ALL
        SELECT 'stock-decrement', caller, idempotency_key, created_at,
          CASE current_setting('track_commit_timestamp') WHEN 'on'
            THEN pg_xact_commit_timestamp(xmin) END
        FROM stock_entry
        UNION ALL
        SELECT 'permission-change', caller, idempotency_key, created_at,
          CASE current_setting('track_commit_timestamp') WHEN 'on'
            THEN pg_xact_commit_timestamp(xmin) END
        FROM permission_entry
        UNION ALL
        SELECT 'transfer', caller, idempotency_key, created_at, NULL
        FROM account_entry_archive
        WHERE amount < 0
        UNION ALL
        SELECT 'stock-decrement', caller, idempotency_key, created_at, NULL
        FROM stock_entry_archive
        UNION ALL
        SELECT 'permission-change', caller, idempotency_key, created_at, NULL
        FROM permission_entry_archive
      )
      SELECT n.operation, n.caller, n.idempotency_key,
        max(CASE WHEN n.at <= k.accepted_at + c.tolerance THEN n.at ELSE n.created_at END)
      FROM noted n
      CROSS JOIN clock c
      JOIN sent_key k ON k.operation = n.operation
        AND k.caller = n.caller AND k.idempotency_key = n.idempotency_key
      GROUP BY n.operation, n.caller, n.idempotency_key
      """;

  private EffectTables() {}
}
