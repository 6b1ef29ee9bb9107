-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::text AS action, ?::uuid AS source_id, ?::uuid AS destination_id, ?::text AS sku,
         ?::bigint AS quantity, ?::text AS reference
),
line AS MATERIALIZED (
  SELECT l.location_id, c.sku, l.quantity, s.on_hand, s.reserved, s.version
    FROM command c
   CROSS JOIN LATERAL (VALUES (c.source_id, -c.quantity), (c.destination_id, c.quantity))
         AS l (location_id, quantity)
    LEFT JOIN stock s ON s.location_id = l.location_id AND s.sku = c.sku
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
         s.kind AS source_kind, d.kind AS destination_kind,
         taken.on_hand, given.on_hand AS destination_on_hand
    FROM command c
    JOIN line taken ON taken.location_id = c.source_id
    JOIN line given ON given.location_id = c.destination_id
    LEFT JOIN resource s ON s.id = c.source_id AND s.kind = 'location'
    LEFT JOIN resource d ON d.id = c.destination_id AND d.kind = 'location'
),
-- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
-- the statement fails with 40001. Below, they would be stale. The order of the conditions is
-- the contract's precedence.
decided AS MATERIALIZED (
  SELECT f.*,
         live.*,
         CASE
           WHEN f.isolation NOT IN ('repeatable read', 'serializable')
             THEN 'isolation-too-low'
           WHEN f.source_kind IS NULL THEN 'location-not-found'
           WHEN f.destination_kind IS NULL THEN 'destination-not-found'
           WHEN f.on_hand IS NULL THEN 'sku-not-found'
           WHEN f.destination_on_hand IS NULL THEN 'destination-sku-not-found'
           WHEN live.short_lines > 0 THEN 'insufficient-stock'
           WHEN f.destination_on_hand > 9007199254740991 - f.quantity THEN 'stock-limit'
           ELSE 'accepted'
         END AS verdict
    FROM found f
    CROSS JOIN LATERAL (
      -- At most one line takes stock. What expired reservations still take up of it, if it is needed.
      SELECT coalesce(sum(e.expired), 0)::bigint AS expired,
             count(*) FILTER (WHERE l.on_hand - l.reserved + e.expired + l.quantity < 0)
               AS short_lines
        FROM line l
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(r.quantity), 0)::bigint AS expired
           FROM reservation_line r
          WHERE r.location_id = l.location_id AND r.sku = l.sku AND r.state = 'open'
            AND r.expires_at <= f.decided_at
            AND l.reserved > 0 AND l.on_hand - l.reserved + l.quantity < 0
       ) e
    ) live
),
-- The key is taken by inserting it and never read before: a read would lock pages of its
-- index against unrelated calls. No row comes back when another call has it.
remembered AS (
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  SELECT d.caller,
         'office',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN
             jsonb_build_object('command', d.action, 'stock', (
               SELECT jsonb_agg(
                        jsonb_build_object('location', l.location_id, 'sku', l.sku,
                          'version', l.version + 1, 'onHand', l.on_hand + l.quantity)
                        ORDER BY l.location_id)
                 FROM line l))
           WHEN 'insufficient-stock' THEN jsonb_build_object('onHand', d.on_hand)
           WHEN 'stock-mismatch' THEN jsonb_build_object('onHand', d.on_hand)
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
      SELECT l.location_id, l.sku, l.quantity,
             CASE WHEN l.quantity < 0 THEN a.expired ELSE 0 END AS expired
        FROM accepted a CROSS JOIN line l
       ORDER BY l.location_id
    ) t
),
moved AS (
  UPDATE stock s
     SET on_hand = s.on_hand + t.quantity, reserved = s.reserved - t.expired,
         version = s.version + 1
    FROM target t
   WHERE s.location_id = t.location_id AND s.sku = t.sku
  RETURNING s.location_id, s.sku, s.version, s.on_hand, s.reserved, t.quantity, t.expired
),
journaled AS (
  INSERT INTO stock_entry
    (location_id, sku, version, quantity, on_hand_after, reserved, reserved_after,
     caller, idempotency_key, reference, created_at)
  SELECT m.location_id, m.sku, m.version, m.quantity, m.on_hand,
         CASE WHEN m.expired > 0 THEN -m.expired END,
         CASE WHEN m.expired > 0 THEN m.reserved END,
         d.caller, d.idempotency_key, d.reference, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING sku
),
folded AS (
  UPDATE reservation_line r
     SET state = 'expired'
    FROM (
      SELECT m.location_id, m.sku, d.decided_at,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN decided d
       WHERE m.expired > 0
    ) e
   WHERE r.location_id = e.location_id AND r.sku = e.sku AND r.state = 'open'
     AND r.expires_at <= e.decided_at
  RETURNING r.sku
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
