package dev.interlock.audit;

/// What a history says about holds and reservations, as parts of queries: see [RefusalInvariants]
/// and [ReadInvariants]. What is set aside counts until its expiry, whether it was folded or not.
final class SetAsideHistory {

  // A time in the form of answers.
  private static final String TIME =
      "to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";

  // That a hold or reservation `h` cannot have been in the state that is shown while the read ran.
  private static final String UNTRUE_STATE =
      """
      CASE x.answered ->> 'state'
        WHEN 'settled' THEN (h.settled_at <= x.answered_at + t.tolerance) IS NOT TRUE
        WHEN 'expired' THEN
          (h.settled_at IS NULL AND h.expires_at <= x.answered_at + t.tolerance) IS NOT TRUE
        WHEN 'open' THEN (h.expires_at > x.sent_at - t.tolerance) IS NOT TRUE
        ELSE true END
      """;

  /// Fills the table `set_aside` for the rows that a refusal or a read speaks of: what was placed,
  /// with the versions that placed and settled it.
  static final String FILL =
      """
      INSERT INTO set_aside
      WITH spoken_of AS (
        SELECT kind, resource_id, sku FROM claim WHERE kind IN ('available', 'stock')
        UNION
        SELECT CASE operation WHEN 'account' THEN 'available' ELSE operation END, resource_id, sku
        FROM exchange WHERE meaning = 'shown' AND operation IN ('account', 'stock')
      )
      SELECT o.kind, h.source_id, '', h.amount, p.version, s.version, h.expires_at
      FROM spoken_of o
      JOIN hold h ON h.source_id = o.resource_id
      JOIN account_history p ON p.hold_id = h.id AND p.account_id = h.source_id
        AND p.settlement_id IS NULL
      LEFT JOIN account_history s ON s.hold_id = h.id AND s.account_id = h.source_id
        AND s.settlement_id IS NOT NULL
      WHERE o.kind = 'available'
      UNION ALL
      SELECT o.kind, r.location_id, r.sku, r.quantity, p.version, s.version, r.expires_at
      FROM spoken_of o
      JOIN reservation_line r ON r.location_id = o.resource_id AND r.sku = o.sku
      JOIN stock_history p ON p.reservation_id = r.reservation_id AND p.sku = r.sku
        AND p.location_id = r.location_id AND p.settlement_id IS NULL
      LEFT JOIN stock_history s ON s.reservation_id = r.reservation_id AND s.sku = r.sku
        AND s.location_id = r.location_id AND s.settlement_id IS NOT NULL
      WHERE o.kind = 'stock'
      """;

  /// Refusals that a hold or a reservation does not justify.
  static final String UNFOUNDED =
      """
      UNION ALL
      SELECT x.line, 'hold', h.id, ''
      FROM exchange x
      CROSS JOIN clock t
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      LEFT JOIN hold h ON h.id = (x.asked ->> 'hold')::uuid
      WHERE CASE x.refusal
        WHEN 'hold-settled'
          THEN (h.settled_at <= i.created_at + t.tolerance) IS NOT TRUE
        WHEN 'hold-expired'
          THEN (h.expires_at <= i.created_at + t.tolerance) IS NOT TRUE
        WHEN 'amount-exceeds-hold'
          THEN ((x.asked ->> 'amount')::bigint > h.amount
            AND x.detail ->> 'held' = h.amount::text) IS NOT TRUE
        ELSE false END
      UNION ALL
      SELECT x.line, 'reservation', r.reservation_id, ''
      FROM exchange x
      CROSS JOIN clock t
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      LEFT JOIN LATERAL (
        SELECT l.reservation_id, max(l.settled_at) AS settled_at,
          max(l.expires_at) AS expires_at,
          jsonb_object_agg(l.sku, l.quantity) AS quantities
        FROM reservation_line l
        WHERE l.reservation_id = (x.asked ->> 'reservation')::uuid
        GROUP BY l.reservation_id
      ) r ON true
      WHERE CASE x.refusal
        WHEN 'reservation-settled'
          THEN (r.settled_at <= i.created_at + t.tolerance) IS NOT TRUE
        WHEN 'reservation-expired'
          THEN (r.expires_at <= i.created_at + t.tolerance) IS NOT TRUE
        WHEN 'quantity-exceeds-reservation' THEN
          coalesce(x.detail -> 'reserved', '{}') = '{}' OR EXISTS (
            SELECT 1
            FROM jsonb_each_text(x.detail -> 'reserved') AS met (sku, quantity)
            WHERE met.quantity IS DISTINCT FROM coalesce(r.quantities ->> met.sku, '0')
              OR ((x.asked -> 'lines' ->> met.sku)::numeric
                > coalesce(r.quantities ->> met.sku, '0')::numeric) IS NOT TRUE)
        ELSE false END
      """;

  /// Reads of a hold or a reservation that show what it cannot have been while they ran.
  static final String UNTRUE_STATES =
      """
      UNION ALL
      SELECT x.line, 'hold'
      FROM exchange x
      CROSS JOIN clock t
      LEFT JOIN hold h ON h.id = x.resource_id
      LEFT JOIN account a ON a.id = h.source_id
      CROSS JOIN LATERAL (
        SELECT CASE x.answered ->> 'state' WHEN 'settled' THEN h.captured END AS captured,
          CASE x.answered ->> 'state' WHEN 'settled' THEN h.settled_at END AS settled_at
      ) s
      WHERE x.meaning = 'shown' AND x.operation = 'hold-state'
        AND (x.answered - 'state' IS DISTINCT FROM jsonb_strip_nulls(
            jsonb_build_object('id', h.id, 'from', h.source_id, 'to', h.destination_id,
              'amount', h.amount, 'currency', a.currency, 'reference', h.reference,
              'expiresAt', TIME(h.expires_at), 'createdAt', TIME(h.created_at),
              'captured', s.captured, 'settledAt', TIME(s.settled_at)))
          OR h.created_at > x.answered_at + t.tolerance
          OR UNTRUE_STATE(h))
      UNION ALL
      SELECT x.line, 'reservation'
      FROM exchange x
      CROSS JOIN clock t
      LEFT JOIN LATERAL (
        SELECT l.reservation_id, l.location_id, l.reference, l.expires_at, l.created_at,
          max(l.settled_at) AS settled_at,
          jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sku', l.sku,
              'quantity', l.quantity, 'taken',
              CASE x.answered ->> 'state' WHEN 'settled' THEN l.taken END))
            ORDER BY convert_to(l.sku, 'UTF8')) AS lines
        FROM reservation_line l
        WHERE l.reservation_id = x.resource_id
        GROUP BY l.reservation_id, l.location_id, l.reference, l.expires_at, l.created_at
      ) h ON true
      CROSS JOIN LATERAL (
        SELECT CASE x.answered ->> 'state' WHEN 'settled' THEN h.settled_at END
          AS settled_at
      ) s
      WHERE x.meaning = 'shown' AND x.operation = 'reservation-state'
        AND (x.answered - 'state' IS DISTINCT FROM jsonb_strip_nulls(
            jsonb_build_object('id', h.reservation_id, 'location', h.location_id,
              'lines', h.lines, 'reference', h.reference,
              'expiresAt', TIME(h.expires_at), 'createdAt', TIME(h.created_at),
              'settledAt', TIME(s.settled_at)))
          OR h.created_at > x.answered_at + t.tolerance
          OR UNTRUE_STATE(h))
      """
          .replace("UNTRUE_STATE(h)", UNTRUE_STATE)
          .replaceAll("TIME\\((\\w\\.\\w+)\\)", TIME);

  /// Reads that were sent after a settlement was answered, and do not show it.
  static final String STALE_STATES =
      """
      UNION ALL
      SELECT x.line, x.operation, x.resource_id, '', NULL, NULL
      FROM exchange x
      JOIN effect e ON e.operation IN ('settlement', 'reservation-settlement')
        AND coalesce(e.done ->> 'hold', e.done ->> 'reservation')::uuid = x.resource_id
      JOIN sent_key k ON k.operation = e.operation
        AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
      WHERE x.meaning = 'shown' AND x.operation IN ('hold-state', 'reservation-state')
        AND x.answered ->> 'state' <> 'settled' AND k.accepted_at < x.sent_at
      """;

  private SetAsideHistory() {}

  /// What a read shows as set aside and as available, and between which amounts the first must be:
  /// what expires while the read runs may or may not count.
  static String shown(String kind, String member) {
    return """
    SELECT
      CASE WHEN x.answered ->> '%2$s' ~ '^[0-9]{1,18}$'
        THEN (x.answered ->> '%2$s')::bigint END AS shown,
      CASE WHEN x.answered ->> 'available' ~ '^-?[0-9]{1,18}$'
        THEN (x.answered ->> 'available')::bigint END AS free,
      coalesce(sum(s.amount) FILTER (WHERE s.expires_at > x.answered_at + t.tolerance), 0) AS least,
      coalesce(sum(s.amount) FILTER (WHERE s.expires_at > x.sent_at - t.tolerance), 0) AS most
    FROM set_aside s
    WHERE s.kind = '%1$s' AND s.resource_id = x.resource_id AND s.sku = x.sku
      AND s.placed <= x.version AND (s.settled IS NULL OR s.settled > x.version)
    """
        .formatted(kind, member);
  }
}
