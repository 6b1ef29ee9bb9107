-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::uuid AS reservation_id, ?::text AS reference,
         ?::text[] AS skus, ?::bigint[] AS quantities
),
-- What is taken of each line of the reservation, numbered in byte order.
line AS MATERIALIZED (
  SELECT r.location_id, r.sku, r.quantity AS reserved, r.state, r.expires_at,
         coalesce(t.quantity, 0) AS taken, s.on_hand,
         row_number() OVER (ORDER BY r.sku COLLATE "C") AS number
    FROM command c
    JOIN reservation_line r ON r.reservation_id = c.reservation_id
    JOIN stock s ON s.location_id = r.location_id AND s.sku = r.sku
    LEFT JOIN unnest(c.skus, c.quantities) AS t (sku, quantity) ON t.sku = r.sku
),
placed AS MATERIALIZED (
  SELECT (array_agg(l.location_id))[1] AS location_id,
         bool_or(l.state = 'settled') AS settled, bool_or(l.state = 'expired') AS folded,
         max(l.expires_at) AS reserved_until,
         jsonb_object_agg(
           l.sku,
           jsonb_build_object(
             'quantity', l.taken, 'released', l.reserved - l.taken, 'onHand', l.on_hand - l.taken))
           FILTER (WHERE l.sku IS NOT NULL) AS lines
    FROM line l
),
-- A SKU that the reservation does not have counts as 0 reserved.
excess AS MATERIALIZED (
  SELECT count(*) AS lines, jsonb_object_agg(t.sku, coalesce(l.reserved, 0))
           FILTER (WHERE t.sku IS NOT NULL) AS reserved
    FROM command c
   CROSS JOIN unnest(c.skus, c.quantities) AS t (sku, quantity)
    LEFT JOIN line l ON l.sku = t.sku
   WHERE t.quantity > coalesce(l.reserved, 0)
),
-- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
-- that the resource is a location.
caller_grant AS MATERIALIZED (
  SELECT p.role, p.expires_at
    FROM command c
   CROSS JOIN placed b
    JOIN permission p ON p.resource_id = b.location_id AND p.principal = c.caller
    JOIN resource r ON r.id = b.location_id AND r.kind = 'location'
     FOR SHARE OF p
),
-- The clock is read once, after the grant is locked and the snapshot taken: everything that
-- this statement can see is older.
found AS MATERIALIZED (
  SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
         lower(current_setting('transaction_isolation')) AS isolation,
         set_config('lock_timeout', greatest(1, extract(epoch FROM
           c.key_wait_end - clock_timestamp()) * 1000 / 3)::bigint::text,
           version() LIKE 'PostgreSQL%') AS key_wait,
         c.*,
         g.role, g.expires_at, b.location_id, b.settled, b.folded, b.reserved_until, b.lines,
         e.lines AS excess_lines, e.reserved AS excess_reserved
    FROM command c
    LEFT JOIN caller_grant g ON true
    CROSS JOIN placed b
    CROSS JOIN excess e
),
-- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
-- the statement fails with 40001. Below, they would be stale. The order of the conditions is
-- the contract's precedence.
decided AS MATERIALIZED (
  SELECT f.*,
         CASE
           WHEN f.isolation NOT IN ('repeatable read', 'serializable')
             THEN 'isolation-too-low'
           WHEN f.location_id IS NULL OR f.role IS NULL OR f.role = 'none'
                OR f.expires_at <= f.decided_at
             THEN 'reservation-not-found'
           WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
           WHEN f.settled THEN 'reservation-settled'
           WHEN f.folded OR f.reserved_until <= f.decided_at THEN 'reservation-expired'
           WHEN f.excess_lines > 0 THEN 'quantity-exceeds-reservation'
           ELSE 'accepted'
         END AS verdict
    FROM found f
),
-- The key is taken by inserting it and never read before: a read would lock pages of its
-- index against unrelated calls. No row comes back when another call has it.
remembered AS (
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  SELECT d.caller,
         'reservation-settlement',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN
             jsonb_build_object('id', d.id, 'location', d.location_id, 'lines', d.lines)
           WHEN 'quantity-exceeds-reservation' THEN jsonb_build_object('reserved', d.excess_reserved)
           ELSE '{}'::jsonb
         END, d.decided_at
    FROM decided d
   WHERE d.verdict NOT IN (
     'isolation-too-low')
  ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
  RETURNING verdict, detail, created_at
),
-- Nothing is written unless the key is taken.
accepted AS MATERIALIZED (
  SELECT d.* FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'
),
-- The key is ours now, and other calls may wait for it. We wait longer for a row than they do
-- for the key, or two calls with one key would take turns giving up. The bound is set row by
-- row, just before each is updated.
target AS MATERIALIZED (
  SELECT t.*,
         set_config('lock_timeout', greatest(1, extract(epoch FROM
           (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
           version() LIKE 'PostgreSQL%') AS row_wait
    FROM (
      SELECT l.location_id, l.sku, l.taken, l.reserved
        FROM accepted a CROSS JOIN line l
       ORDER BY l.number
    ) t
),
moved AS (
  UPDATE stock s
     SET on_hand = s.on_hand - t.taken, reserved = s.reserved - t.reserved,
         version = s.version + 1
    FROM target t
   WHERE s.location_id = t.location_id AND s.sku = t.sku
  RETURNING s.location_id, s.sku, s.version, s.on_hand, s.reserved,
            t.taken, t.reserved AS released
),
journaled AS (
  INSERT INTO stock_entry
    (location_id, sku, version, reservation_id, settlement_id, quantity, on_hand_after,
     reserved, reserved_after, caller, idempotency_key, reference, created_at)
  SELECT m.location_id, m.sku, m.version, d.reservation_id, d.id, -m.taken, m.on_hand,
         -m.released, m.reserved, d.caller, d.idempotency_key, d.reference, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING sku
),
settled AS (
  UPDATE reservation_line r
     SET state = 'settled', taken = s.taken, settled_at = s.decided_at
    FROM (
      SELECT a.reservation_id, m.sku, m.taken, a.decided_at,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN accepted a
    ) s
   WHERE r.reservation_id = s.reservation_id AND r.sku = s.sku
  RETURNING r.sku
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
