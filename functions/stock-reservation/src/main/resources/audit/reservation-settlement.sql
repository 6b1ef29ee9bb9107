-- What `./interlock audit` must know about settlements of reservations, in sections that begin with @.

-- @entries
SELECT DISTINCT settlement_id AS id, caller, idempotency_key, created_at
  FROM stock_history
 WHERE settlement_id IS NOT NULL AND caller IS NOT NULL

-- @command
SELECT e.caller, e.idempotency_key,
       ARRAY[e.reservation_id::text, coalesce(e.reference, '')]
         || coalesce(
              array_agg(part.text ORDER BY convert_to(e.sku, 'UTF8'), part.place)
                FILTER (WHERE e.quantity < 0), '{}') AS command
  FROM stock_history e
 CROSS JOIN LATERAL (VALUES (1, e.sku), (2, (-e.quantity)::text)) AS part (place, text)
 WHERE e.settlement_id IS NOT NULL
 GROUP BY e.caller, e.idempotency_key, e.reservation_id, e.reference

-- @answer
SELECT e.caller, e.idempotency_key,
       jsonb_build_object(
         'id', e.settlement_id, 'location', e.location_id,
         'lines', jsonb_object_agg(
           e.sku,
           jsonb_build_object(
             'quantity', -e.quantity, 'released', e.quantity - e.reserved, 'onHand', e.on_hand_after)))
         AS answer
  FROM stock_history e
 WHERE e.settlement_id IS NOT NULL
 GROUP BY e.caller, e.idempotency_key, e.settlement_id, e.location_id

-- @refusal reservation-not-found
-- @refusal role-insufficient
-- @refusal reservation-settled
-- @refusal reservation-expired
-- @refusal quantity-exceeds-reservation [{]"reserved": [{].+}}

-- @invariant line-settled-once every settled line has one settlement, and no other line has any
SELECT r.reservation_id, r.sku, r.state, count(e.settlement_id) AS settlements
  FROM reservation_line r
  LEFT JOIN stock_history e
       ON e.reservation_id = r.reservation_id AND e.sku = r.sku AND e.settlement_id IS NOT NULL
 GROUP BY r.reservation_id, r.sku, r.state
HAVING count(e.settlement_id) <> CASE r.state WHEN 'settled' THEN 1 ELSE 0 END
 ORDER BY r.reservation_id, r.sku

-- @invariant line-taken-and-released every settlement takes what its line says, and releases all that was reserved
SELECT r.reservation_id, r.sku, r.quantity, r.taken, e.quantity AS taken_in_journal, e.reserved
  FROM stock_history e
  LEFT JOIN reservation_line r ON r.reservation_id = e.reservation_id AND r.sku = e.sku
 WHERE e.settlement_id IS NOT NULL
   AND (e.quantity IS DISTINCT FROM -r.taken OR e.reserved IS DISTINCT FROM -r.quantity
        OR e.location_id IS DISTINCT FROM r.location_id)
 ORDER BY r.reservation_id, r.sku

-- @invariant line-settled-in-time every line was settled before its expiry, when its entry says
SELECT r.reservation_id, r.sku, r.expires_at, r.settled_at, e.created_at
  FROM reservation_line r
  JOIN stock_history e
       ON e.reservation_id = r.reservation_id AND e.sku = r.sku AND e.settlement_id IS NOT NULL
 WHERE e.created_at >= r.expires_at OR r.settled_at IS DISTINCT FROM e.created_at
 ORDER BY r.reservation_id, r.sku
