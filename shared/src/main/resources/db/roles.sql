-- The role that the functions connect as, on PostgreSQL. It can do what their statements do and nothing
-- else: of a guarded row it updates the columns that a statement changes; journals and keys it only adds
-- to; it deletes nothing and changes no table.
--
-- Run after schema.sql by the owner of the tables, with the search path that finds them. It can be run
-- again at any time, and for another database of the same server. Give the role a password of your own:
--   ALTER ROLE interlock_function PASSWORD '...';

DO $$
DECLARE
  functions CONSTANT name := 'interlock_function';
  -- Where the tables are, whatever schema that is.
  tables CONSTANT name := (SELECT relnamespace::regnamespace::text FROM pg_class
                            WHERE oid = to_regclass('idempotency'));
  setting text;
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the database''s encoding must be UTF8, is %', current_setting('server_encoding');
  END IF;
  IF tables IS NULL THEN
    RAISE EXCEPTION 'no tables are found by search_path %', current_setting('search_path');
  END IF;
  IF to_regrole(functions::text) IS NULL THEN
    EXECUTE format('CREATE ROLE %I LOGIN', functions);
  END IF;

  -- A hardened server grants these to nobody. Where PUBLIC has them, whoever owns only the tables could
  -- not grant them.
  IF NOT has_database_privilege(functions, current_database(), 'CONNECT') THEN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), functions);
  END IF;
  IF NOT has_schema_privilege(functions, to_regnamespace(tables::text), 'USAGE') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO %I', tables, functions);
  END IF;

  -- What direct connections bring along: behind a pooler the role has to have it. In this order: never
  -- below the isolation that the statements need; nothing is left behind for ever, neither a statement
  -- whose function is gone nor a transaction whose client is; rows are reached by their keys, because
  -- under SERIALIZABLE what a plan reads is what it conflicts on.
  FOREACH setting IN ARRAY ARRAY[
    'default_transaction_isolation = ''serializable''',
    'statement_timeout = ''28s''',
    'idle_in_transaction_session_timeout = ''5s''',
    'enable_seqscan = off',
    'enable_hashjoin = off',
    'enable_mergejoin = off',
    'plan_cache_mode = force_generic_plan',
    'search_path = ' || tables
  ] LOOP
    EXECUTE format(
      'ALTER ROLE %I IN DATABASE %I SET %s', functions, current_database(), setting);
  END LOOP;
END
$$;

REVOKE ALL ON resource, account, stock, permission, permission_entry, account_entry, stock_entry,
  idempotency, account_history, idempotency_history FROM interlock_function;

GRANT SELECT, UPDATE (acl_version, owner_count) ON resource TO interlock_function;
GRANT SELECT, UPDATE (balance, version) ON account TO interlock_function;
GRANT SELECT, UPDATE (on_hand, version) ON stock TO interlock_function;
-- Locking a grant needs the right to update a column of it, which a change of it uses as well.
GRANT SELECT, INSERT, UPDATE (role, expires_at) ON permission TO interlock_function;
GRANT SELECT, INSERT ON permission_entry, account_entry, stock_entry, idempotency TO interlock_function;

-- Old rows are moved by their owner, see archive.sql. The functions only read them, with the others.
GRANT SELECT ON account_history, idempotency_history TO interlock_function;
