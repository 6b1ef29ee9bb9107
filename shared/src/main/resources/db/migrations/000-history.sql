-- The record of the migrations that a database has.

CREATE TABLE interlock_migration (
  version    bigint      PRIMARY KEY,
  name       text,
  applied_at timestamptz DEFAULT clock_timestamp()
);

GRANT SELECT ON interlock_migration TO PUBLIC;

-- Tables that are older than the record are those of version 1.
INSERT INTO interlock_migration (version, name)
  SELECT 1, 'tables' WHERE to_regclass('idempotency_history') IS NOT NULL;
