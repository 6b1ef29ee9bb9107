-- The role that the functions connect as, on PostgreSQL. Its privileges are those that the statements
-- need: it can update only the columns that a statement changes, can only insert into journals and keys,
-- and can neither delete rows nor alter tables.
--
-- Run after schema.sql by the owner of the tables, with a search path that finds them. It can be run
-- again at any time, and for further databases of the same server. Then give the role a password:
--   ALTER ROLE interlock_function PASSWORD '...';

DO $$
DECLARE
  functions CONSTANT name := 'interlock_function';
  -- The schema that the tables are in.
  tables CONSTANT name := (SELECT relnamespace::regnamespace::text FROM pg_class
                            WHERE oid = to_regclass('idempotency'));
  setting text;
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the database''s encoding must be UTF8, not %', current_setting('server_encoding');
  END IF;
  IF tables IS NULL THEN
    RAISE EXCEPTION 'search_path % does not find the tables', current_setting('search_path');
  END IF;
  IF to_regrole(functions::text) IS NULL THEN
    EXECUTE format('CREATE ROLE %I LOGIN', functions);
  END IF;

  -- Behind a pooler only the role's search path determines the tables. With other tables, the functions
  -- would not find the keys that they have stored, and would carry out those commands again.
  IF EXISTS (
    SELECT 1
      FROM pg_db_role_setting s, unnest(s.setconfig) AS setting (text)
     WHERE s.setrole = to_regrole(functions::text)
       AND s.setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND setting.text LIKE 'search_path=%'
       AND setting.text <> 'search_path=' || tables
  ) THEN
    RAISE EXCEPTION 'the role % uses the tables of another schema of this database', functions
      USING HINT = 'ALTER ROLE ... IN DATABASE ... RESET search_path lets it use these.';
  END IF;

  -- A hardened server withholds these from PUBLIC. Where PUBLIC has them they are not granted, because a
  -- user who owns only the tables could not grant them.
  IF NOT has_database_privilege(functions, current_database(), 'CONNECT') THEN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), functions);
  END IF;
  IF NOT has_schema_privilege(functions, to_regnamespace(tables::text), 'USAGE') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO %I', tables, functions);
  END IF;

  -- Direct connections send these settings themselves; behind a pooler the role has to carry them. In this
  -- order: the isolation that the statements need; an end to a statement whose function is gone, to a
  -- transaction whose client is gone, and to a wait for a lock; access to rows by their keys only, in one
  -- plan for all parameters, because under SERIALIZABLE a plan conflicts on everything it reads; the schema
  -- of the tables.
  FOREACH setting IN ARRAY ARRAY[
    'default_transaction_isolation = ''serializable''',
    'statement_timeout = ''28s''',
    'idle_in_transaction_session_timeout = ''5s''',
    'lock_timeout = ''1s''',
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

REVOKE ALL ON resource, account, stock, hold, reservation_line, permission, permission_entry,
  account_entry, stock_entry, idempotency, account_history, idempotency_history FROM interlock_function;

GRANT SELECT, UPDATE (acl_version, owner_count) ON resource TO interlock_function;
GRANT SELECT, UPDATE (balance, held, version) ON account TO interlock_function;
GRANT SELECT, UPDATE (on_hand, reserved, version) ON stock TO interlock_function;
GRANT SELECT, INSERT, UPDATE (state, captured, settled_at) ON hold TO interlock_function;
GRANT SELECT, INSERT, UPDATE (state, taken, settled_at) ON reservation_line TO interlock_function;
-- Locking a grant requires the right to update one of its columns, which changing a grant needs anyway.
GRANT SELECT, INSERT, UPDATE (role, expires_at) ON permission TO interlock_function;
GRANT SELECT, INSERT ON permission_entry, account_entry, stock_entry, idempotency TO interlock_function;

-- Without it, calls for one row do not queue, but retry after random waits.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_proc
              WHERE proname = 'interlock_queue'
                AND pronamespace = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass('idempotency'))) THEN
    GRANT EXECUTE ON PROCEDURE interlock_queue TO interlock_function;
  END IF;
END
$$;

-- The owner moves old rows, see archive.sql. The functions only read archives, through the views.
GRANT SELECT ON account_history, idempotency_history TO interlock_function;
