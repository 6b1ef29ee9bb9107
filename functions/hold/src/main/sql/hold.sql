-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::uuid AS source_id, ?::uuid AS destination_id,
         ?::bigint AS amount, ?::text AS currency, ?::text AS reference,
         ?::timestamptz AS held_until
),
-- Locked until we commit: a revoke either waits for us, or is seen here.
caller_grant AS MATERIALIZED (
  SELECT p.role, p.expires_at
    FROM command c
    JOIN permission p ON p.resource_id = c.source_id AND p.principal = c.caller
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
         g.role, g.expires_at,
         s.status AS source_status, s.currency AS source_currency, s.balance AS source_balance,
         s.held AS source_held,
         d.status AS destination_status, d.currency AS destination_currency
    FROM command c
    LEFT JOIN caller_grant g ON true
    LEFT JOIN account s ON s.id = c.source_id
    LEFT JOIN account d ON d.id = c.destination_id
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
           WHEN f.source_status IS NULL OR f.role IS NULL OR f.role = 'none'
                OR f.expires_at <= f.decided_at
             THEN 'source-not-found'
           WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
           WHEN f.destination_status IS NULL THEN 'destination-not-found'
           WHEN f.source_status <> 'open' THEN 'source-closed'
           WHEN f.destination_status <> 'open' THEN 'destination-closed'
           WHEN f.source_currency <> f.currency THEN 'source-currency-mismatch'
           WHEN f.destination_currency <> f.currency THEN 'destination-currency-mismatch'
           WHEN f.held_until <= f.decided_at THEN 'expiry-past'
           WHEN f.source_balance - f.source_held + live.expired < f.amount THEN 'insufficient-funds'
           ELSE 'accepted'
         END AS verdict
    FROM found f
    CROSS JOIN LATERAL (
      -- What expired holds still take up. They are folded below, so that they do not pile up.
      SELECT coalesce(sum(h.amount), 0)::bigint AS expired
        FROM hold h
       WHERE h.source_id = f.source_id AND h.state = 'open' AND h.expires_at <= f.decided_at
         AND f.source_held > 0
    ) live
),
-- The key is taken by inserting it and never read before: a read would lock pages of its
-- index against unrelated calls. No row comes back when another call has it.
remembered AS (
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  SELECT d.caller,
         'hold',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN
             jsonb_build_object(
               'id', d.id, 'fromAvailable', d.source_balance - d.source_held + d.expired - d.amount)
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
      SELECT l.account_id, l.held, l.versions
        FROM accepted a
       CROSS JOIN LATERAL
             (VALUES (a.source_id, a.amount - a.expired, 1), (a.destination_id, 0, 0))
             AS l (account_id, held, versions)
       ORDER BY l.account_id
    ) t
),
moved AS (
  UPDATE account a
     SET held = a.held + t.held, version = a.version + t.versions
    FROM target t
   WHERE a.id = t.account_id
  RETURNING a.id, a.version, a.balance, t.held, a.held AS held_after, t.versions
),
journaled AS (
  INSERT INTO account_entry
    (account_id, version, hold_id, amount, balance_after, held, held_after,
     caller, idempotency_key, reference, created_at)
  SELECT m.id, m.version, d.id, 0, m.balance, m.held, m.held_after,
         d.caller, d.idempotency_key, d.reference, d.decided_at
    FROM moved m CROSS JOIN decided d
   WHERE m.versions > 0
  RETURNING account_id
),
-- Places the new hold and folds the expired ones: CockroachDB writes a table only once in a
-- statement.
placed AS (
  INSERT INTO hold
    (id, source_id, destination_id, amount, expires_at, created_at, reference)
  SELECT h.id, h.source_id, h.destination_id, h.amount, h.held_until, h.decided_at, h.reference
    FROM (
      SELECT a.id, a.source_id, a.destination_id, a.amount, a.held_until, a.decided_at,
             a.reference,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN accepted a
       WHERE m.versions > 0
      UNION ALL
      SELECT h.id, h.source_id, h.destination_id, h.amount, h.expires_at, h.created_at,
             h.reference,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN accepted a
        JOIN hold h ON h.source_id = a.source_id AND h.state = 'open'
                   AND h.expires_at <= a.decided_at
       WHERE m.versions > 0 AND a.expired > 0
    ) h
  ON CONFLICT (id) DO UPDATE SET state = 'expired'
  RETURNING id
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
