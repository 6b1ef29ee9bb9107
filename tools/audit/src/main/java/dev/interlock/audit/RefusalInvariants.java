package dev.interlock.audit;

import java.util.List;

/// Refusals that callers received, against the rows as they were then. They read the tables of
/// [HistoryTables].
final class RefusalInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A refusal is decided between the time when its key was first sent and its own time. A
          // state that was not visible in between does not justify it. In this order: balances,
          // stock and versions; the quantities of a shortage or an excess; grants; expiry; owners;
          // status; currency, where the pointer names the source if both differ; holds and
          // reservations. What is set aside counts until the very moment of the decision.
          new Invariant(
              "refusal-justified",
              "every refusal was justified at some moment while its call ran",
              "SELECT count(*) FROM exchange WHERE meaning = 'refused'",
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
                    AND v.value - (
                      SELECT coalesce(sum(s.amount), 0)
                      FROM set_aside s
                      WHERE s.kind = c.kind AND s.resource_id = c.resource_id AND s.sku = c.sku
                        AND s.placed <= v.version
                        AND (s.settled IS NULL OR s.settled > v.version)
                        AND s.expires_at > c.decided_at
                    ) BETWEEN c.value_min AND c.value_max
                  LIMIT 1
                ) reason ON true
                WHERE reason.version IS NULL
                UNION ALL
                SELECT x.line, 'stock', NULL, s.line ->> 'sku'
                FROM exchange x
                CROSS JOIN LATERAL (
                  SELECT coalesce(x.answered -> 'shortages', x.answered -> 'excesses') AS lines
                ) l
                CROSS JOIN LATERAL jsonb_array_elements(
                  CASE jsonb_typeof(l.lines) WHEN 'array' THEN l.lines ELSE '[]' END
                ) AS s (line)
                WHERE x.refusal IN ('insufficient-stock', 'quantity-exceeds-reservation')
                  AND s.line ->> 'requested'
                    IS DISTINCT FROM x.asked -> 'lines' ->> (s.line ->> 'sku')
                UNION ALL
                SELECT x.line, 'grant', e.resource_id, ''
                FROM exchange x
                CROSS JOIN clock t
                JOIN sent_key k USING (operation, caller, idempotency_key)
                JOIN idempotency_history i USING (operation, caller, idempotency_key)
                CROSS JOIN LATERAL (
                  SELECT coalesce(
                    x.asked ->> 'from', x.asked ->> 'location', x.asked ->> 'resource')::uuid
                    AS resource_id
                  UNION ALL
                  SELECT h.destination_id FROM hold h WHERE h.id = (x.asked ->> 'hold')::uuid
                  UNION ALL
                  SELECT h.source_id FROM hold h
                  WHERE h.id = (x.asked ->> 'hold')::uuid AND x.refusal = 'not-found /hold'
                  UNION
                  SELECT l.location_id FROM reservation_line l
                  WHERE l.reservation_id = (x.asked ->> 'reservation')::uuid
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
                      WHEN x.operation = 'settlement'
                        THEN g.role IN ('none', 'viewer')
                          OR g.expires_at <= i.created_at + t.tolerance
                      WHEN g.expires_at <= i.created_at - t.tolerance THEN false
                      WHEN x.operation = 'permission-change' THEN g.role IN ('viewer', 'operator')
                      ELSE g.role = 'viewer' END)
                  ORDER BY g.seen_until
                  LIMIT 1
                ) reason ON true
                WHERE x.refusal IN ('not-found /from', 'not-found /location',
                    'not-found /resource', 'not-found /hold', 'not-found /reservation',
                    'role-insufficient')
                  AND (x.operation = 'permission-change' OR r.kind = CASE
                    WHEN x.operation IN ('transfer', 'hold', 'settlement') THEN 'account'
                    ELSE 'location' END)
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
                UNION ALL
                SELECT x.line, 'owners', (x.asked ->> 'resource')::uuid, ''
                FROM exchange x
                LEFT JOIN LATERAL (
                  SELECT count(*) AS owners,
                    count(*) FILTER (WHERE o.principal = x.asked ->> 'principal') AS concerned
                  FROM owner_state o
                  WHERE o.resource_id = (x.asked ->> 'resource')::uuid
                    AND o.first_version <= (x.asked ->> 'aclVersion')::bigint
                    AND coalesce(o.end_version > (x.asked ->> 'aclVersion')::bigint, true)
                ) o ON true
                WHERE x.refusal = 'last-owner'
                  AND (x.asked ->> 'role', o.owners, o.concerned) IS DISTINCT FROM
                    (CASE WHEN x.asked ->> 'role' <> 'owner' THEN x.asked ->> 'role' END, 1, 1)
                UNION ALL
                SELECT x.line, 'status', s.accounts[1], ''
                FROM exchange x
                CROSS JOIN clock t
                JOIN sent_key k USING (operation, caller, idempotency_key)
                JOIN idempotency_history i USING (operation, caller, idempotency_key)
                LEFT JOIN hold h ON h.id = (x.asked ->> 'hold')::uuid
                CROSS JOIN LATERAL (
                  SELECT CASE x.refusal
                    WHEN 'account-closed /from' THEN ARRAY[(x.asked ->> 'from')::uuid]
                    WHEN 'account-closed /to' THEN ARRAY[(x.asked ->> 'to')::uuid]
                    ELSE ARRAY[h.source_id, h.destination_id] END AS accounts
                ) s
                WHERE x.refusal LIKE 'account-closed /%'
                  AND NOT EXISTS (
                    SELECT 1 FROM status_state c
                    WHERE c.account_id = ANY (s.accounts) AND c.status <> 'open'
                      AND c.seen_until >= k.first_sent - t.tolerance
                      AND c.seen_from <= i.created_at + t.tolerance)
                UNION ALL
                SELECT x.line, 'currency', NULL, ''
                FROM exchange x
                LEFT JOIN account f ON f.id = (x.asked ->> 'from')::uuid
                LEFT JOIN account g ON g.id = (x.asked ->> 'to')::uuid
                WHERE x.refusal IN ('currency-mismatch /from', 'currency-mismatch /to')
                  AND x.refusal IS DISTINCT FROM CASE
                    WHEN f.currency <> x.asked ->> 'currency' THEN 'currency-mismatch /from'
                    WHEN g.currency <> x.asked ->> 'currency' THEN 'currency-mismatch /to' END
                UNFOUNDED_OF_SET_ASIDE
              )
              SELECT u.line, x.operation, x.caller, x.idempotency_key, x.refusal,
                u.kind, u.resource_id, u.sku
              FROM unfounded u
              JOIN exchange x USING (line)
              ORDER BY u.line, u.kind, u.sku
              """
                  .replace("UNFOUNDED_OF_SET_ASIDE", SetAsideHistory.UNFOUNDED)));

  private RefusalInvariants() {}
}
