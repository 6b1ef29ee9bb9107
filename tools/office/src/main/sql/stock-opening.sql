-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::text AS action, ?::uuid AS location_id, ?::text AS sku, ?::text AS reference
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
         r.kind, s.version
    FROM command c
    LEFT JOIN resource r ON r.id = c.location_id AND r.kind = 'location'
    LEFT JOIN stock s ON s.location_id = c.location_id AND s.sku = c.sku
),
-- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
-- the statement fails with 40001. Below, they would be stale. The order of the conditions is
-- the contract's precedence.
decided AS MATERIALIZED (
  SELECT f.*,
         CASE
           WHEN f.isolation NOT IN ('repeatable read', 'serializable')
             THEN 'isolation-too-low'
           WHEN f.kind IS NULL THEN 'location-not-found'
           WHEN f.version IS NOT NULL THEN 'stock-exists'
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
         'office',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN
             jsonb_build_object('command', d.action, 'stock', jsonb_build_array(
               jsonb_build_object(
                 'location', d.location_id, 'sku', d.sku, 'version', 0, 'onHand', 0)))
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
      SELECT a.location_id, a.sku FROM accepted a
    ) t
),
moved AS (
  -- Of two openings of one row, the later waits here and fails on the primary key. When it is
  -- retried, it is refused.
  INSERT INTO stock (location_id, sku, on_hand, version)
  SELECT t.location_id, t.sku, 0, 0 FROM target t
  RETURNING location_id, sku, on_hand, version
),
journaled AS (
  INSERT INTO stock_entry
    (location_id, sku, version, quantity, on_hand_after,
     caller, idempotency_key, reference, created_at)
  SELECT m.location_id, m.sku, m.version, 0, m.on_hand,
         d.caller, d.idempotency_key, d.reference, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING sku
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
