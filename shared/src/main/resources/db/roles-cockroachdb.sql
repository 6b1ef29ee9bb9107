-- The role that the functions connect as, on CockroachDB; roles.sql is the one for PostgreSQL. Here rights
-- are granted on whole tables, and the role's settings apply in every database.
--
-- Run after schema.sql by the owner of the tables, in their database. It can be run again at any time.
-- If the tables are in a schema other than public, grant USAGE on it as well:
--   GRANT USAGE ON SCHEMA app TO interlock_function;

CREATE ROLE IF NOT EXISTS interlock_function LOGIN;

ALTER ROLE interlock_function SET default_transaction_isolation = 'serializable';
ALTER ROLE interlock_function SET statement_timeout = '28s';
ALTER ROLE interlock_function SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE interlock_function SET lock_timeout = '2416ms';

GRANT SELECT, UPDATE ON resource, account, stock TO interlock_function;
GRANT SELECT, INSERT, UPDATE ON hold, reservation_line, permission TO interlock_function;
GRANT SELECT, INSERT ON permission_entry, account_entry, stock_entry, idempotency TO interlock_function;

-- The owner moves old rows, see archive.sql. The functions only read archives, through the views.
GRANT SELECT ON account_history, idempotency_history TO interlock_function;
