-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::text AS action, ?::uuid AS account_id, ?::bigint AS amount, ?::text AS currency,
         ?::text AS reference
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
         a.status, a.currency AS account_currency, a.balance, a.held, a.version
    FROM command c
    LEFT JOIN account a ON a.id = c.account_id
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
           WHEN f.status IS NULL THEN 'account-not-found'
           WHEN f.status <> 'open' THEN 'account-closed'
           WHEN f.account_currency <> f.currency THEN 'currency-mismatch'
           WHEN f.balance - f.held + live.expired < -f.amount THEN 'insufficient-funds'
           WHEN f.balance > 9007199254740991 - f.amount THEN 'balance-limit'
           ELSE 'accepted'
         END AS verdict
    FROM found f
    CROSS JOIN LATERAL (
      -- What expired holds still take up, if the money is needed.
      SELECT coalesce(sum(h.amount), 0)::bigint AS expired
        FROM hold h
       WHERE h.source_id = f.account_id AND h.state = 'open' AND h.expires_at <= f.decided_at
         AND f.held > 0 AND f.balance - f.held + f.amount < 0
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
             jsonb_build_object('command', d.action, 'account', d.account_id, 'version', d.version + 1,
               'balance', d.balance + d.amount)
           WHEN 'account-not-empty' THEN jsonb_build_object('balance', d.balance)
           WHEN 'insufficient-funds' THEN jsonb_build_object('balance', d.balance)
           WHEN 'currency-mismatch' THEN jsonb_build_object('currency', d.account_currency)
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
      SELECT a.account_id, a.amount AS amount, NULL::text AS status, a.expired FROM accepted a
    ) t
),
moved AS (
  UPDATE account a
     SET balance = a.balance + t.amount, status = coalesce(t.status, a.status),
         held = a.held - t.expired, version = a.version + 1
    FROM target t
   WHERE a.id = t.account_id
  RETURNING a.id, a.version, a.balance, a.held, t.amount, t.status, t.expired
),
journaled AS (
  INSERT INTO account_entry
    (account_id, version, amount, balance_after, status, held, held_after,
     caller, idempotency_key, reference, created_at)
  SELECT m.id, m.version, m.amount, m.balance, m.status,
         CASE WHEN m.expired > 0 THEN -m.expired END, CASE WHEN m.expired > 0 THEN m.held END,
         d.caller, d.idempotency_key, d.reference, d.decided_at
    FROM moved m CROSS JOIN decided d
  RETURNING account_id
),
folded AS (
  UPDATE hold h
     SET state = 'expired'
    FROM (
      SELECT m.id, d.decided_at,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN decided d
       WHERE m.expired > 0
    ) e
   WHERE h.source_id = e.id AND h.state = 'open' AND h.expires_at <= e.decided_at
  RETURNING h.id
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
