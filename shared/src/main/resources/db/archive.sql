-- Moves old rows to the archives: journal rows, and the answers kept under keys. No answer changes: the
-- ..._history views, which functions and audit read, return the same rows before and after.
--
-- Each statement is one batch in a separate transaction. It is safe while the functions run, whatever the
-- age of the rows. The owner of the tables runs it repeatedly until it moves nothing; docs/operate.md
-- has the loop, and says where archives may be kept:
--   psql URL -XAtq -v ON_ERROR_STOP=1 -v until=2026-01-01T00:00:00Z -f archive.sql
--
-- Never delete a key, or a row of idempotency_archive: a command whose key is gone is carried out again.

-- The functions run at SERIALIZABLE and would conflict with a reader of many keys at the same level. A
-- lower level is enough here: the rows to move are locked first, and no function ever updates them.
SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;

-- The key itself stays, because the next call with it looks for it in this table. Its row is updated, not
-- deleted and inserted again, so that a call with an older snapshot fails on it, and retries.
WITH old AS MATERIALIZED (
  SELECT k.*
    FROM idempotency k
   WHERE k.created_at < :'until' AND k.verdict <> 'archived'
   ORDER BY k.created_at
   LIMIT 1000
     FOR UPDATE
),
answered AS (
  INSERT INTO idempotency_archive SELECT * FROM old
  RETURNING caller, operation, idempotency_key
),
emptied AS (
  UPDATE idempotency k
     SET fingerprint = '', verdict = 'archived', detail = '{}'
    FROM answered a
   WHERE k.caller = a.caller
     AND k.operation = a.operation
     AND k.idempotency_key = a.idempotency_key
  RETURNING k.caller
)
SELECT count(*) AS answers FROM emptied;

-- The newest row of each account stays, because the balance is checked against it; likewise below.
WITH old AS MATERIALIZED (
  SELECT e.account_id, e.version
    FROM account_entry e
    JOIN account a ON a.id = e.account_id AND a.version > e.version
   WHERE e.created_at < :'until'
   ORDER BY e.created_at
   LIMIT 1000
),
moved AS (
  DELETE FROM account_entry e
   USING old o
   WHERE e.account_id = o.account_id AND e.version = o.version
  RETURNING e.*
),
archived AS (
  INSERT INTO account_entry_archive SELECT * FROM moved
  RETURNING version
)
SELECT count(*) AS account_entries FROM archived;

WITH old AS MATERIALIZED (
  SELECT e.location_id, e.sku, e.version
    FROM stock_entry e
    JOIN stock s ON s.location_id = e.location_id AND s.sku = e.sku AND s.version > e.version
   WHERE e.created_at < :'until'
   ORDER BY e.created_at
   LIMIT 1000
),
moved AS (
  DELETE FROM stock_entry e
   USING old o
   WHERE e.location_id = o.location_id AND e.sku = o.sku AND e.version = o.version
  RETURNING e.*
),
archived AS (
  INSERT INTO stock_entry_archive SELECT * FROM moved
  RETURNING version
)
SELECT count(*) AS stock_entries FROM archived;

WITH old AS MATERIALIZED (
  SELECT e.resource_id, e.acl_version
    FROM permission_entry e
    JOIN resource r ON r.id = e.resource_id AND r.acl_version > e.acl_version
   WHERE e.created_at < :'until'
   ORDER BY e.created_at
   LIMIT 1000
),
moved AS (
  DELETE FROM permission_entry e
   USING old o
   WHERE e.resource_id = o.resource_id AND e.acl_version = o.acl_version
  RETURNING e.*
),
archived AS (
  INSERT INTO permission_entry_archive SELECT * FROM moved
  RETURNING acl_version
)
SELECT count(*) AS permission_entries FROM archived;
