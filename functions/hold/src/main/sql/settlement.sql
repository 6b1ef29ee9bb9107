-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::uuid AS hold_id, ?::bigint AS amount, ?::text AS reference
),
placed AS MATERIALIZED (
  SELECT h.source_id, h.destination_id, h.amount AS held, h.state, h.expires_at AS held_until
    FROM command c
    JOIN hold h ON h.id = c.hold_id
),
-- Locked until we commit: a revoke either waits for us, or is seen here. A role on either
-- account lets the caller know of the hold; only one on the destination lets them settle it.
caller_grant AS MATERIALIZED (
  SELECT p.resource_id, p.role, p.expires_at
    FROM command c
   CROSS JOIN placed h
    JOIN permission p ON p.principal = c.caller
         AND p.resource_id = ANY (ARRAY[h.source_id, h.destination_id])
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
         h.source_id, h.destination_id, h.held, h.state, h.held_until,
         sg.role AS source_role, sg.expires_at AS source_role_expires_at,
         dg.role AS destination_role, dg.expires_at AS destination_role_expires_at,
         s.status AS source_status, s.currency,
         d.status AS destination_status, d.balance AS destination_balance
    FROM command c
    LEFT JOIN placed h ON true
    LEFT JOIN caller_grant sg ON sg.resource_id = h.source_id
    LEFT JOIN caller_grant dg ON dg.resource_id = h.destination_id
    LEFT JOIN account s ON s.id = h.source_id
    LEFT JOIN account d ON d.id = h.destination_id
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
           WHEN f.source_status IS NULL OR f.destination_status IS NULL
                OR (live.role_at_source = 'none' AND live.role_at_destination = 'none')
             THEN 'hold-not-found'
           WHEN live.role_at_destination NOT IN ('operator', 'owner') THEN 'role-insufficient'
           WHEN f.state = 'settled' THEN 'hold-settled'
           WHEN f.state = 'expired' OR f.held_until <= f.decided_at THEN 'hold-expired'
           WHEN f.amount > f.held THEN 'amount-exceeds-hold'
           -- What is only released must never be stuck.
           WHEN f.amount > 0 AND (f.source_status <> 'open' OR f.destination_status <> 'open')
             THEN 'account-closed'
           WHEN f.destination_balance > 9007199254740991 - f.amount THEN 'balance-limit'
           ELSE 'accepted'
         END AS verdict
    FROM found f
    CROSS JOIN LATERAL (
      SELECT CASE WHEN f.source_role_expires_at <= f.decided_at THEN 'none'
                  ELSE coalesce(f.source_role, 'none') END AS role_at_source,
             CASE WHEN f.destination_role_expires_at <= f.decided_at THEN 'none'
                  ELSE coalesce(f.destination_role, 'none') END AS role_at_destination
    ) live
),
-- The key is taken by inserting it and never read before: a read would lock pages of its
-- index against unrelated calls. No row comes back when another call has it.
remembered AS (
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  SELECT d.caller,
         'settlement',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN
             jsonb_build_object(
               'id', d.id, 'from', d.source_id, 'to', d.destination_id, 'currency', d.currency,
               'released', d.held - d.amount, 'toBalance', d.destination_balance + d.amount)
           WHEN 'amount-exceeds-hold' THEN jsonb_build_object('held', d.held)
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
      SELECT l.account_id, l.amount, l.released
        FROM accepted a
       CROSS JOIN LATERAL
             (VALUES (a.source_id, -a.amount, a.held), (a.destination_id, a.amount, 0))
             AS l (account_id, amount, released)
       WHERE l.released > 0 OR l.amount > 0
       ORDER BY l.account_id
    ) t
),
moved AS (
  UPDATE account a
     SET balance = a.balance + t.amount, held = a.held - t.released, version = a.version + 1
    FROM target t
   WHERE a.id = t.account_id
  RETURNING a.id, a.version, a.balance, a.held, t.amount, t.released
),
journaled AS (
  INSERT INTO account_entry
    (account_id, version, hold_id, settlement_id, amount, balance_after, held, held_after,
     caller, idempotency_key, reference, created_at)
  SELECT m.id, m.version, d.hold_id, d.id, m.amount, m.balance,
         CASE WHEN m.released > 0 THEN -m.released END, CASE WHEN m.released > 0 THEN m.held END,
         d.caller, d.idempotency_key, d.reference, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING account_id
),
settled AS (
  UPDATE hold h
     SET state = 'settled', captured = s.amount, settled_at = s.decided_at
    FROM (
      SELECT a.hold_id, a.amount, a.decided_at,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN accepted a
       WHERE m.released > 0
    ) s
   WHERE h.id = s.hold_id
  RETURNING h.id
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
