-- What PostgreSQL needs in addition to schema.sql. CockroachDB does not, because it always sorts by bytes.
-- Run after schema.sql by the owner of the tables; migrate runs it with each migration. It can be run
-- again, and then changes nothing.

-- Permissions are listed in the byte order of their principals. With this collation the primary key has that
-- order, so a page is read from the key; with any other, each page sorts all grants of its resource.
ALTER TABLE permission ALTER COLUMN principal TYPE text COLLATE "C";

-- Where calls wait for rows that others want too, first come, first served: the queue of a row is an advisory
-- lock. The procedure first takes the locks for the session, in one order. It commits, so that the snapshot of
-- the statement is newer than the wait. Then it takes them for the new transaction, so that they end with it,
-- releases those of the session, and runs the statement. No statement relies on it.
--
-- Callers pass the statement, so that its text exists once. It runs with the rights of the caller, who could
-- also run it alone. It is prepared once in each session, because planning takes longer than running.
CREATE OR REPLACE PROCEDURE interlock_queue(
  arguments text[], named text[], finding text, wait interval, name text, statement text,
  INOUT verdict text DEFAULT NULL, INOUT detail text DEFAULT NULL,
  INOUT decided_at timestamptz DEFAULT NULL, INOUT queue_micros bigint DEFAULT NULL)
LANGUAGE plpgsql AS $$
DECLARE
  arrived CONSTANT timestamptz := clock_timestamp();
  literals CONSTANT text := (
    SELECT string_agg(quote_nullable(argument), ', ' ORDER BY position)
      FROM unnest(arguments) WITH ORDINALITY AS _ (argument, position));
  found text[];
  locks bigint[];
  lock bigint;
BEGIN
  queue_micros := 0;
  -- A pooler may hand over a session whose call was cancelled just after the COMMIT below.
  PERFORM pg_advisory_unlock_all();
  IF finding IS NOT NULL THEN
    IF NOT EXISTS (SELECT FROM pg_prepared_statements p WHERE p.name = interlock_queue.name || '_rows') THEN
      EXECUTE format('PREPARE %I AS %s', name || '_rows', finding);
    END IF;
    EXECUTE format('EXECUTE %I (%s)', name || '_rows', literals) INTO found;
  END IF;
  locks := ARRAY(
    SELECT DISTINCT hashtextextended(row_name, 0) AS l
      FROM unnest(named || found) AS row_name ORDER BY l);
  BEGIN
    FOREACH lock IN ARRAY locks LOOP
      IF NOT pg_try_advisory_lock(lock) THEN
        -- All waits share one budget. 0 would mean no limit.
        PERFORM set_config('lock_timeout', greatest(1, ceil(extract(epoch FROM
          arrived + wait - clock_timestamp()) * 1000))::bigint::text, true);
        PERFORM pg_advisory_lock(lock);
        queue_micros := extract(epoch FROM clock_timestamp() - arrived) * 1000000;
      END IF;
    END LOOP;
  EXCEPTION WHEN OTHERS OR query_canceled THEN
    -- A rollback does not free a session's locks.
    PERFORM pg_advisory_unlock_all();
    RAISE;
  END;
  COMMIT;
  BEGIN
    PERFORM pg_advisory_xact_lock(l) FROM unnest(locks) AS l;
    PERFORM pg_advisory_unlock_all();
  EXCEPTION WHEN OTHERS OR query_canceled THEN
    PERFORM pg_advisory_unlock_all();
    RAISE;
  END;
  IF NOT EXISTS (SELECT FROM pg_prepared_statements p WHERE p.name = interlock_queue.name) THEN
    EXECUTE format('PREPARE %I AS %s', name, statement);
  END IF;
  EXECUTE format('EXECUTE %I (%s)', name, literals) INTO verdict, detail, decided_at;
END
$$;
REVOKE EXECUTE ON PROCEDURE interlock_queue FROM PUBLIC;
