package dev.interlock.local.audit;

import java.util.List;

/// What callers were shown or refused, against what stood in the rows then. Of [HistoryTables].
final class SeenInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A refusal is decided between the first time that it was sent and its own time. A state
          // that was seen by nobody in between is no reason: first of balances, stock and versions,
          // then of grants, then of the time itself.
          new Invariant(
              "every refusal was right at some moment of its call",
              "SELECT count(*) FROM exchange WHERE said = 'refused'",
              """
              WITH unfounded AS (
                SELECT c.line, c.kind, c.resource_id, c.sku
                FROM claim c
                CROSS JOIN clock t
                LEFT JOIN LATERAL (
                  SELECT v.created_at
                  FROM row_version v
                  WHERE v.kind = c.kind AND v.resource_id = c.resource_id AND v.sku = c.sku
                    AND v.created_at <= c.first_sent - t.tolerance
                  ORDER BY v.created_at DESC, v.version DESC
                  LIMIT 1 OFFSET 1
                ) oldest ON true
                LEFT JOIN LATERAL (
                  SELECT v.version
                  FROM row_version v
                  WHERE v.kind = c.kind AND v.resource_id = c.resource_id AND v.sku = c.sku
                    AND v.created_at
                      BETWEEN coalesce(oldest.created_at, TIMESTAMPTZ '0001-01-01T00:00:00Z')
                      AND c.decided_at + t.tolerance
                    AND v.value BETWEEN c.value_min AND c.value_max
                  LIMIT 1
                ) reason ON true
                WHERE reason.version IS NULL
                UNION ALL
                SELECT x.line, 'stock', NULL, s.shortage ->> 'sku'
                FROM exchange x
                CROSS JOIN LATERAL jsonb_array_elements(
                  CASE jsonb_typeof(x.answered -> 'shortages')
                    WHEN 'array' THEN x.answered -> 'shortages' ELSE '[]' END
                ) AS s (shortage)
                WHERE x.refusal = 'insufficient-stock'
                  AND s.shortage ->> 'requested'
                    IS DISTINCT FROM x.asked -> 'lines' ->> (s.shortage ->> 'sku')
                UNION ALL
                SELECT x.line, 'grant', e.resource_id, ''
                FROM exchange x
                CROSS JOIN clock t
                JOIN sent_key k USING (operation, caller, idempotency_key)
                JOIN idempotency_history i USING (operation, caller, idempotency_key)
                CROSS JOIN LATERAL (
                  SELECT (x.asked ->> CASE x.operation
                    WHEN 'transfer' THEN 'from' WHEN 'stock-decrement' THEN 'location'
                    ELSE 'resource' END)::uuid AS resource_id
                ) e
                JOIN resource r ON r.id = e.resource_id
                LEFT JOIN LATERAL (
                  SELECT 1 AS found
                  FROM grant_state g
                  WHERE g.resource_id = e.resource_id AND g.principal = x.caller
                    AND g.seen_until >= k.first_sent - t.tolerance
                    AND g.seen_from <= i.created_at + t.tolerance
                    AND (g.role IS NULL OR CASE
                      WHEN x.refusal LIKE 'not-found%'
                        THEN g.role = 'none' OR g.expires_at <= i.created_at + t.tolerance
                      WHEN g.expires_at <= i.created_at - t.tolerance THEN false
                      WHEN x.operation = 'permission-change' THEN g.role IN ('viewer', 'operator')
                      ELSE g.role = 'viewer' END)
                  ORDER BY g.seen_until
                  LIMIT 1
                ) reason ON true
                WHERE x.refusal IN ('not-found /from', 'not-found /location',
                    'not-found /resource', 'role-insufficient')
                  AND (x.operation = 'permission-change' OR r.kind = CASE x.operation
                    WHEN 'transfer' THEN 'account' ELSE 'location' END)
                  AND EXISTS (
                    SELECT 1 FROM grant_state g
                    WHERE g.resource_id = e.resource_id AND g.principal = x.caller)
                  AND reason.found IS NULL
                UNION ALL
                SELECT x.line, 'expiry', NULL, ''
                FROM exchange x
                JOIN idempotency_history i USING (operation, caller, idempotency_key)
                WHERE x.refusal = 'expiry-past'
                  AND coalesce(x.asked ->> 'expiresAt', 'never')
                    > to_char(i.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
              )
              SELECT u.line, x.operation, x.caller, x.idempotency_key, x.refusal,
                u.kind, u.resource_id, u.sku
              FROM unfounded u
              JOIN exchange x USING (line)
              ORDER BY u.line, u.kind, u.sku
              """),
          // Permissions: each that is shown and has a change by then is that change's, and each
          // change that was live throughout the read is shown. What the back office gave has none.
          new Invariant(
              "every read shows what the journal has at its version",
              "SELECT count(*) FROM exchange WHERE said = 'shown'",
              """
              WITH wrong AS (
                SELECT x.line, 'account' AS part
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN account a ON a.id = x.resource_id
                LEFT JOIN account_history e
                  ON e.account_id = x.resource_id AND e.version = x.version
                WHERE x.said = 'shown' AND x.operation = 'account'
                  AND ((x.answered ->> 'id', x.answered ->> 'currency', x.answered ->> 'balance')
                    IS DISTINCT FROM (a.id::text, a.currency,
                      CASE x.version WHEN 0 THEN '0' ELSE e.balance_after::text END)
                    OR e.created_at > x.answered_at + t.tolerance)
                UNION ALL
                SELECT x.line, 'stock'
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN stock s ON s.location_id = x.resource_id AND s.sku = x.sku
                LEFT JOIN stock_history e
                  ON e.location_id = x.resource_id AND e.sku = x.sku AND e.version = x.version
                WHERE x.said = 'shown' AND x.operation = 'stock'
                  AND ((x.answered ->> 'location', x.answered ->> 'sku', x.answered ->> 'onHand')
                    IS DISTINCT FROM (s.location_id::text, s.sku,
                      CASE x.version WHEN 0 THEN '0' ELSE e.on_hand_after::text END)
                    OR e.created_at > x.answered_at + t.tolerance)
                UNION ALL
                SELECT x.line, 'permissions'
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN resource r ON r.id = x.resource_id
                LEFT JOIN permission_history e
                  ON e.resource_id = x.resource_id AND e.acl_version = x.version
                WHERE x.said = 'shown' AND x.operation = 'permissions'
                  AND ((x.answered ->> 'resource', x.answered ->> 'kind', x.etag)
                    IS DISTINCT FROM (r.id::text, r.kind, '"' || x.version || '"')
                    OR x.version > 0 AND e.acl_version IS NULL
                    OR e.created_at > x.answered_at + t.tolerance)
                UNION ALL
                SELECT x.line, 'permission of ' || p.principal
                FROM exchange x
                CROSS JOIN clock t
                JOIN (SELECT DISTINCT resource_id, principal FROM grant_state) p
                  ON p.resource_id = x.resource_id
                CROSS JOIN LATERAL (
                  SELECT g.role,
                    g.expires_at <= x.sent_at - t.tolerance AS surely_expired,
                    g.expires_at <= x.answered_at + t.tolerance AS perhaps_expired,
                    to_char(g.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
                      AS expires_at
                  FROM grant_state g
                  WHERE g.resource_id = p.resource_id AND g.principal = p.principal
                    AND g.acl_version <= x.version
                  ORDER BY g.acl_version DESC
                  LIMIT 1
                ) g
                LEFT JOIN LATERAL (
                  SELECT shown.permission ->> 'role' AS role,
                    shown.permission ->> 'expiresAt' AS expires_at
                  FROM jsonb_array_elements(
                    CASE jsonb_typeof(x.answered -> 'permissions')
                      WHEN 'array' THEN x.answered -> 'permissions' ELSE '[]' END
                  ) AS shown (permission)
                  WHERE shown.permission ->> 'principal' = p.principal
                ) shown ON true
                WHERE x.said = 'shown' AND x.operation = 'permissions' AND g.role IS NOT NULL
                  AND CASE
                    WHEN shown.role IS NULL
                      THEN g.role <> 'none' AND g.perhaps_expired IS NOT TRUE
                    ELSE g.surely_expired IS TRUE
                      OR (shown.role, shown.expires_at) IS DISTINCT FROM (g.role, g.expires_at)
                    END
              )
              SELECT w.line, w.part, x.resource_id, x.sku, x.version, x.body
              FROM wrong w
              JOIN exchange x USING (line)
              ORDER BY w.line, w.part
              """),
          // Known is the highest version that any caller had been told of, by an acceptance or by
          // another read. At one microsecond, who was first is not known.
          new Invariant(
              "no read misses what was answered before it was sent",
              "SELECT count(*) FROM exchange WHERE said = 'shown'",
              """
              WITH written AS (
                SELECT 'account' AS kind, account_id AS resource_id, '' AS sku, version,
                  'transfer' AS operation, caller, idempotency_key
                FROM account_history
                UNION ALL
                SELECT 'stock', location_id, sku, version, 'stock-decrement', caller,
                  idempotency_key
                FROM stock_history
                UNION ALL
                SELECT 'permissions', resource_id, '', acl_version, 'permission-change', caller,
                  idempotency_key
                FROM permission_history
              ),
              told AS (
                SELECT w.kind, w.resource_id, w.sku, w.version, k.accepted_at AS at, 1 AS turn,
                  NULL::bigint AS line
                FROM written w
                JOIN sent_key k USING (operation, caller, idempotency_key)
                WHERE k.accepted_at IS NOT NULL
                UNION ALL
                SELECT operation, resource_id, sku, version, answered_at, 1, NULL
                FROM exchange WHERE said = 'shown'
                UNION ALL
                SELECT operation, resource_id, sku, version, sent_at, 0, line
                FROM exchange WHERE said = 'shown'
              ),
              known AS (
                SELECT kind, resource_id, sku, version, line, turn,
                  max(CASE turn WHEN 1 THEN version END)
                    OVER (PARTITION BY kind, resource_id, sku ORDER BY at, turn) AS version_known
                FROM told
              )
              SELECT line, kind, resource_id, sku, version, version_known
              FROM known
              WHERE turn = 0 AND version < version_known
              ORDER BY line
              """),
          // By the server's clock where it has one, else by the callers' alone: there a call that
          // was running when the revoke was answered may be ordered before it.
          new Invariant(
              "nothing of a principal commits after his revoke was answered",
              "SELECT count(*) FROM effect",
              """
              SELECT e.operation, e.caller, e.idempotency_key, e.id, e.resource_id, t.at,
                r.revoked_at, r.granted_at
              FROM effect e
              CROSS JOIN clock c
              JOIN commit_time t USING (operation, caller, idempotency_key)
              CROSS JOIN LATERAL (
                SELECT * FROM revoked r
                WHERE r.resource_id = e.resource_id AND r.principal = e.caller
                  AND r.need = e.need AND r.revoked_at < t.at - c.tolerance
                ORDER BY r.revoked_at DESC
                LIMIT 1
              ) r
              WHERE r.granted_at IS NULL OR t.at < r.granted_at - c.tolerance
              UNION
              SELECT e.operation, e.caller, e.idempotency_key, e.id, e.resource_id, k.accepted_at,
                r.revoked_at, r.granted_at
              FROM effect e
              JOIN sent_key k USING (operation, caller, idempotency_key)
              CROSS JOIN LATERAL (
                SELECT * FROM revoked r
                WHERE r.resource_id = e.resource_id AND r.principal = e.caller
                  AND r.need = e.need AND r.revoked_at < k.first_sent
                ORDER BY r.revoked_at DESC
                LIMIT 1
              ) r
              WHERE r.granted_at IS NULL OR k.accepted_at < r.grant_sent
              ORDER BY operation, caller, idempotency_key
              """));

  private SeenInvariants() {}
}
