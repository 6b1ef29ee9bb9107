package dev.interlock.audit;

import static dev.interlock.audit.Journals.WITH_JOURNAL;

import java.util.List;

/// What callers read, against the rows as they were then. They read the tables of [HistoryTables].
final class ReadInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A permission that is shown must match its latest change at that version, and a grant
          // that was live throughout the read must be shown. What a principal without an opening
          // had before its first change is not checked. A page of entries runs from where it begins
          // to its last entry without a gap.
          new Invariant(
              "read-matches-journal",
              "every read returned what the journal has at its version",
              "SELECT count(*) FROM exchange WHERE meaning = 'shown'",
              """
              WITH wrong AS (
                SELECT x.line, 'account' AS part
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN account a ON a.id = x.resource_id
                LEFT JOIN account_history e
                  ON e.account_id = x.resource_id AND e.version = x.version
                CROSS JOIN LATERAL (
                  SET_ASIDE_AVAILABLE
                ) h
                WHERE x.meaning = 'shown' AND x.operation = 'account'
                  AND ((x.answered ->> 'id', x.answered ->> 'currency', x.answered ->> 'balance',
                      x.answered ->> 'status')
                    IS DISTINCT FROM (a.id::text, a.currency,
                      CASE x.version WHEN 0 THEN '0' ELSE e.balance_after::text END,
                      (SELECT s.status FROM status_state s
                        WHERE s.account_id = x.resource_id AND s.version <= x.version
                        ORDER BY s.version DESC LIMIT 1))
                    OR (h.free = coalesce(e.balance_after, 0) - h.shown
                      AND h.shown BETWEEN h.least AND h.most) IS NOT TRUE
                    OR e.created_at > x.answered_at + t.tolerance)
                UNION ALL
                SELECT x.line, 'entries'
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN LATERAL (
                  SELECT max(e.created_at) AS latest, jsonb_agg(jsonb_strip_nulls(
                      jsonb_build_object('version', e.version, 'transfer', e.transfer_id,
                        'hold', e.hold_id, 'settlement', e.settlement_id, 'held', e.held,
                        'amount', e.amount, 'balanceAfter', e.balance_after,
                        'reference', e.reference, 'createdAt',
                        to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
                      ORDER BY e.version) AS entries
                  FROM account_history e
                  WHERE e.account_id = x.resource_id
                    AND e.version > (x.asked ->> 'after')::bigint AND e.version <= x.version
                ) page ON true
                LEFT JOIN account_history more
                  ON more.account_id = x.resource_id AND more.version = x.version + 1
                WHERE x.meaning = 'shown' AND x.operation = 'entries'
                  AND (x.answered -> 'entries' IS DISTINCT FROM coalesce(page.entries, '[]')
                    OR x.version - (x.asked ->> 'after')::bigint > (x.asked ->> 'limit')::bigint
                    OR page.latest > x.answered_at + t.tolerance
                    OR x.answered -> 'next' IS NOT NULL
                      AND (x.answered ->> 'next' <> x.version::text
                        OR coalesce(more.created_at > x.answered_at + t.tolerance, true)))
                UNION ALL
                SELECT x.line, 'stock'
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN stock s ON s.location_id = x.resource_id AND s.sku = x.sku
                LEFT JOIN stock_history e
                  ON e.location_id = x.resource_id AND e.sku = x.sku AND e.version = x.version
                CROSS JOIN LATERAL (
                  SET_ASIDE_STOCK
                ) h
                WHERE x.meaning = 'shown' AND x.operation = 'stock'
                  AND ((x.answered ->> 'location', x.answered ->> 'sku', x.answered ->> 'onHand')
                    IS DISTINCT FROM (s.location_id::text, s.sku,
                      CASE x.version WHEN 0 THEN '0' ELSE e.on_hand_after::text END)
                    OR (h.free = coalesce(e.on_hand_after, 0) - h.shown
                      AND h.shown BETWEEN h.least AND h.most) IS NOT TRUE
                    OR e.created_at > x.answered_at + t.tolerance)
                UNION ALL
                SELECT x.line, 'permissions'
                FROM exchange x
                CROSS JOIN clock t
                LEFT JOIN resource r ON r.id = x.resource_id
                LEFT JOIN permission_history e
                  ON e.resource_id = x.resource_id AND e.acl_version = x.version
                WHERE x.meaning = 'shown' AND x.operation = 'permissions'
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
                WHERE x.meaning = 'shown' AND x.operation = 'permissions' AND g.role IS NOT NULL
                  AND CASE
                    WHEN shown.role IS NULL
                      THEN g.role <> 'none' AND g.perhaps_expired IS NOT TRUE
                    ELSE g.role = 'none' OR g.surely_expired IS TRUE
                      OR (shown.role, shown.expires_at) IS DISTINCT FROM (g.role, g.expires_at)
                    END
                UNION ALL
                -- A principal of whom the journal knows nothing by that version.
                SELECT x.line, 'permission of ' || (shown.permission ->> 'principal')
                FROM exchange x
                CROSS JOIN LATERAL jsonb_array_elements(
                  CASE jsonb_typeof(x.answered -> 'permissions')
                    WHEN 'array' THEN x.answered -> 'permissions' ELSE '[]' END
                ) AS shown (permission)
                WHERE x.meaning = 'shown' AND x.operation = 'permissions'
                  AND NOT EXISTS (
                    SELECT 1 FROM permission_history e
                    WHERE e.resource_id = x.resource_id AND e.acl_version <= x.version
                      AND e.principal = shown.permission ->> 'principal')
                UNTRUE_STATES
              )
              SELECT w.line, w.part, x.resource_id, x.sku, x.version, x.body
              FROM wrong w
              JOIN exchange x USING (line)
              ORDER BY w.line, w.part
              """
                  .replace("SET_ASIDE_AVAILABLE", SetAsideHistory.shown("available", "held"))
                  .replace("SET_ASIDE_STOCK", SetAsideHistory.shown("stock", "reserved"))
                  .replace("UNTRUE_STATES", SetAsideHistory.UNTRUE_STATES)),
          // Known is the highest version that any caller had been told of, by an acceptance or by
          // another read. Within one microsecond the order is unknown. A page of entries with
          // `next` is missing nothing; an empty one tells nothing. A hold or reservation is settled
          // from the answer to its settlement on.
          new Invariant(
              "read-not-stale",
              "no read is missing a change that was answered before the read was sent",
              "SELECT count(*) FROM exchange WHERE meaning = 'shown'",
              WITH_JOURNAL
                  + """
                  , told AS (
                    SELECT j.kind, j.resource_id, j.sku, j.version, k.accepted_at AS at, 1 AS turn,
                      NULL::bigint AS line
                    FROM journal j
                    JOIN sent_key k USING (operation, caller, idempotency_key)
                    WHERE k.accepted_at IS NOT NULL
                    UNION ALL
                    SELECT CASE operation WHEN 'entries' THEN 'account' ELSE operation END,
                      resource_id, sku, version, answered_at, 1, NULL
                    FROM exchange
                    WHERE meaning = 'shown' AND answered -> 'entries' IS DISTINCT FROM '[]'
                    UNION ALL
                    SELECT CASE operation WHEN 'entries' THEN 'account' ELSE operation END,
                      resource_id, sku, version, sent_at, 0, line
                    FROM exchange
                    WHERE meaning = 'shown' AND answered -> 'next' IS NULL
                  ),
                  known AS (
                    SELECT kind, resource_id, sku, version, line, turn,
                      max(CASE turn WHEN 1 THEN version END)
                        OVER (PARTITION BY kind, resource_id, sku ORDER BY at, turn)
                        AS version_known
                    FROM told
                  )
                  SELECT line, kind, resource_id, sku, version, version_known
                  FROM known
                  WHERE turn = 0 AND version < version_known
                  STALE_STATES
                  ORDER BY line
                  """
                      .replace("STALE_STATES", SetAsideHistory.STALE_STATES)));

  private ReadInvariants() {}
}
