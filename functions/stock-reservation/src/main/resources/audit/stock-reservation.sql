-- What `./interlock audit` must know about reservations of stock, in sections that begin with @.

-- @entries
SELECT DISTINCT reservation_id AS id, caller, idempotency_key, created_at
  FROM stock_history
 WHERE reservation_id IS NOT NULL AND settlement_id IS NULL AND caller IS NOT NULL

-- @command
SELECT e.caller, e.idempotency_key,
       ARRAY[r.location_id::text, coalesce(r.reference, ''),
             to_char(r.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')]
         || array_agg(part.text ORDER BY convert_to(r.sku, 'UTF8'), part.place) AS command
  FROM stock_history e
  JOIN reservation_line r ON r.reservation_id = e.reservation_id AND r.sku = e.sku
 CROSS JOIN LATERAL (VALUES (1, r.sku), (2, r.quantity::text)) AS part (place, text)
 WHERE e.settlement_id IS NULL
 GROUP BY e.caller, e.idempotency_key, r.location_id, r.reference, r.expires_at

-- @answer
SELECT caller, idempotency_key,
       jsonb_build_object(
         'id', reservation_id,
         'available', jsonb_object_agg(sku, on_hand_after - reserved_after)) AS answer
  FROM stock_history
 WHERE reservation_id IS NOT NULL AND settlement_id IS NULL
 GROUP BY caller, idempotency_key, reservation_id

-- @refusal location-not-found
-- @refusal role-insufficient
-- @refusal sku-not-found [{]"sku": "[A-Za-z0-9._-]+"}
-- @refusal expiry-past
-- @refusal insufficient-stock [{]"available": [{].+}}

-- @invariant reserved-is-open-lines what is reserved of every SKU is the sum of its open lines
SELECT s.location_id, s.sku, s.reserved, coalesce(r.quantity, 0) AS open_lines
  FROM stock s
  LEFT JOIN (
    SELECT location_id, sku, sum(quantity) AS quantity
      FROM reservation_line WHERE state = 'open' GROUP BY location_id, sku
  ) r ON r.location_id = s.location_id AND r.sku = s.sku
 WHERE s.reserved <> coalesce(r.quantity, 0)
 ORDER BY s.location_id, s.sku

-- @invariant reserved-matches-journal what is reserved of every SKU is what its journal adds up to
SELECT s.location_id, s.sku, s.reserved, coalesce(sum(e.reserved), 0) AS in_journal
  FROM stock s
  LEFT JOIN stock_history e ON e.location_id = s.location_id AND e.sku = s.sku
 GROUP BY s.location_id, s.sku, s.reserved
HAVING s.reserved <> coalesce(sum(e.reserved), 0)
 ORDER BY s.location_id, s.sku

-- @invariant reserved-chain every quantity reserved is the previous one plus the change, and on hand
SELECT location_id, sku, version, reserved, reserved_after, reserved_before, on_hand_after
  FROM (
    SELECT location_id, sku, version, reserved, reserved_after, on_hand_after,
           coalesce(sum(reserved) OVER (
             PARTITION BY location_id, sku ORDER BY version
             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reserved_before
      FROM stock_history
  ) e
 WHERE (reserved IS NULL) <> (reserved_after IS NULL)
    OR reserved_after <> reserved_before + reserved
    OR reserved_before + coalesce(reserved, 0) NOT BETWEEN 0 AND on_hand_after
 ORDER BY location_id, sku, version

-- @invariant line-placed-once every line of a reservation was placed once, at its location
SELECT r.reservation_id, r.sku, count(e.sku) AS placements
  FROM reservation_line r
  LEFT JOIN stock_history e
       ON e.reservation_id = r.reservation_id AND e.sku = r.sku AND e.settlement_id IS NULL
      AND e.location_id = r.location_id AND e.quantity = 0
 GROUP BY r.reservation_id, r.sku
HAVING count(e.sku) <> 1
 ORDER BY r.reservation_id, r.sku

-- @invariant reservation-is-whole all lines of a reservation have one location, expiry and settlement
SELECT reservation_id
  FROM reservation_line
 GROUP BY reservation_id
HAVING count(DISTINCT location_id) <> 1 OR count(DISTINCT expires_at) <> 1
    OR count(DISTINCT coalesce(settled_at, 'epoch')) <> 1
 ORDER BY reservation_id

-- @invariant expired-line-is-past no line was set expired before its expiry
SELECT reservation_id, sku, expires_at
  FROM reservation_line
 WHERE state = 'expired' AND expires_at > clock_timestamp()
 ORDER BY reservation_id, sku
