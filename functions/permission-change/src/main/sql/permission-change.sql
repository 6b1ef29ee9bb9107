-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::uuid AS resource_id, ?::text AS principal, ?::text AS role,
         ?::timestamptz AS expires_at, ?::bigint AS expected_version
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
         r.acl_version, r.owner_count,
         g.role AS stored_caller_role, g.expires_at AS caller_expires_at,
         p.role AS stored_previous_role, p.expires_at AS previous_expires_at
    FROM command c
    LEFT JOIN resource r ON r.id = c.resource_id
    LEFT JOIN permission g ON g.resource_id = c.resource_id AND g.principal = c.caller
    LEFT JOIN permission p ON p.resource_id = c.resource_id AND p.principal = c.principal
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
           WHEN f.acl_version IS NULL OR live.caller_role = 'none' THEN 'resource-not-found'
           -- Anyone may give up their own role.
           WHEN live.caller_role <> 'owner' AND NOT (f.principal = f.caller AND f.role = 'none')
             THEN 'role-insufficient'
           WHEN f.acl_version <> f.expected_version THEN 'version-mismatch'
           WHEN f.expires_at <= f.decided_at THEN 'expiry-past'
           WHEN live.previous_role = 'owner' AND f.role <> 'owner' AND f.owner_count = 1
             THEN 'last-owner'
           ELSE 'accepted'
         END AS verdict
    FROM found f
    CROSS JOIN LATERAL (
      SELECT CASE WHEN f.caller_expires_at <= f.decided_at THEN 'none'
                  ELSE coalesce(f.stored_caller_role, 'none') END AS caller_role,
             CASE WHEN f.previous_expires_at <= f.decided_at THEN 'none'
                  ELSE coalesce(f.stored_previous_role, 'none') END AS previous_role
    ) live
),
-- The key is taken by inserting it and never read before: a read would lock pages of its
-- index against unrelated calls. No row comes back when another call has it.
remembered AS (
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  SELECT d.caller,
         'permission-change',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN jsonb_build_object(
             'id', d.id, 'previousRole', d.previous_role, 'aclVersion', d.acl_version + 1)
           WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', d.acl_version)
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
      SELECT a.resource_id, a.expected_version,
             CASE WHEN a.role = 'owner' THEN 1 ELSE 0 END
               - CASE WHEN a.previous_role = 'owner' THEN 1 ELSE 0 END AS owners_added
        FROM accepted a
    ) t
),
moved AS (
  UPDATE resource r
     SET acl_version = r.acl_version + 1, owner_count = r.owner_count + t.owners_added
    FROM target t
   WHERE r.id = t.resource_id AND r.acl_version = t.expected_version
  RETURNING r.id, r.acl_version
),
-- Waits for the statements that hold the principal's grant locked: once this has committed,
-- none of theirs can commit on the strength of the old grant.
granted AS (
  INSERT INTO permission (resource_id, principal, role, expires_at)
  SELECT g.id, g.principal, g.role, g.expires_at
    FROM (
      SELECT m.id, a.principal, a.role, a.expires_at,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN accepted a
    ) g
  ON CONFLICT (resource_id, principal)
    DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at
  RETURNING resource_id
),
journaled AS (
  INSERT INTO permission_entry
    (resource_id, acl_version, id, caller, idempotency_key,
     principal, previous_role, role, expires_at, created_at)
  SELECT m.id, m.acl_version, d.id, d.caller, d.idempotency_key,
         d.principal, d.previous_role, d.role, d.expires_at, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING resource_id
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
