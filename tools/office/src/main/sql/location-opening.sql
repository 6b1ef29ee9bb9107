-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::text AS action, ?::uuid AS resource_id, ?::text[] AS principals, ?::text[] AS roles
),
first_grant AS MATERIALIZED (
  SELECT g.principal, g.role
    FROM command c
   CROSS JOIN unnest(c.principals, c.roles) AS g (principal, role)
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
         r.id AS existing_id
    FROM command c
    LEFT JOIN resource r ON r.id = c.resource_id
),
-- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
-- the statement fails with 40001. Below, they would be stale. The order of the conditions is
-- the contract's precedence.
decided AS MATERIALIZED (
  SELECT f.*,
         CASE
           WHEN f.isolation NOT IN ('repeatable read', 'serializable')
             THEN 'isolation-too-low'
           WHEN f.existing_id IS NOT NULL THEN 'resource-exists'
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
           WHEN 'accepted' THEN jsonb_build_object('command', d.action, 'location', d.resource_id)
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
      SELECT a.resource_id FROM accepted a
    ) t
),
moved AS (
  -- Of two openings with one id, the later waits here and fails on the primary key. When it is
  -- retried, it is refused.
  INSERT INTO resource (id, kind, acl_version, owner_count)
  SELECT t.resource_id, 'location', 0, (SELECT count(*) FROM first_grant g WHERE g.role = 'owner')
    FROM target t
  RETURNING id
),
granted AS (
  INSERT INTO permission (resource_id, principal, role)
  SELECT m.id, g.principal, g.role FROM moved m CROSS JOIN first_grant g
  RETURNING resource_id
),
grants_journaled AS (
  INSERT INTO permission_entry
    (resource_id, acl_version, id, principal, previous_role, role,
     caller, idempotency_key, created_at)
  SELECT m.id, 0, gen_random_uuid(), g.principal, 'none', g.role,
         d.caller, d.idempotency_key, d.decided_at
    FROM moved m CROSS JOIN decided d CROSS JOIN first_grant g
  RETURNING resource_id
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
