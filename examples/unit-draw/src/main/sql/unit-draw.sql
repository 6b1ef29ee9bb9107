-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::uuid AS resource_id, ?::bigint AS quantity
),
-- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
-- that the resource is a unit-pool.
caller_grant AS MATERIALIZED (
  SELECT p.role, p.expires_at
    FROM command c
    JOIN permission p ON p.resource_id = c.resource_id AND p.principal = c.caller
    JOIN resource r ON r.id = c.resource_id AND r.kind = 'unit-pool'
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
         g.role, g.expires_at, u.remaining
    FROM command c
    LEFT JOIN caller_grant g ON true
    LEFT JOIN unit_pool u ON u.id = c.resource_id
),
-- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
-- the statement fails with 40001. Below, they would be stale. The order of the conditions is
-- the contract's precedence.
decided AS MATERIALIZED (
  SELECT f.*,
         CASE
           WHEN f.isolation NOT IN ('repeatable read', 'serializable')
             THEN 'isolation-too-low'
           WHEN f.remaining IS NULL OR f.role IS NULL OR f.role = 'none'
                OR f.expires_at <= f.decided_at
             THEN 'not-found'
           WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
           WHEN f.remaining < f.quantity THEN 'unit-draw-limit'
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
         'unit-draw',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN
             jsonb_build_object('id', d.id, 'remaining', d.remaining - d.quantity)
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
      SELECT a.resource_id, a.quantity
        FROM accepted a
    ) t
),
moved AS (
  UPDATE unit_pool u
     SET remaining = u.remaining - t.quantity, version = u.version + 1
    FROM target t
   WHERE u.id = t.resource_id
  RETURNING u.id, u.version, u.remaining, t.quantity
),
journaled AS (
  INSERT INTO unit_pool_entry
    (resource_id, version, id, quantity, remaining_after, caller, idempotency_key, created_at)
  SELECT m.id, m.version, d.id, -m.quantity, m.remaining,
         d.caller, d.idempotency_key, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING resource_id
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
