-- All that Interlock does, as one function for each of the writes: the limit of what a single call
-- can reach. Same tables, same keys, same verdicts in the same order, same details, same bounds on
-- what is waited for; nothing is read that is not needed, and every plan is kept.

CREATE SCHEMA IF NOT EXISTS bench;
GRANT USAGE ON SCHEMA bench TO interlock_function;

CREATE OR REPLACE FUNCTION bench.remembered(
  key_caller text, key_operation text, key_text text, command_fingerprint bytea,
  OUT decided text, OUT told jsonb, OUT decided_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  stored record;
BEGIN
  SELECT i.fingerprint, i.verdict, i.detail, i.created_at INTO STRICT stored
    FROM idempotency_history i
   WHERE i.caller = key_caller AND i.operation = key_operation AND i.idempotency_key = key_text;
  decided := CASE WHEN stored.fingerprint = command_fingerprint THEN stored.verdict
                  ELSE 'idempotency-key-reused' END;
  told := stored.detail;
  decided_at := stored.created_at;
END $$;

-- Bounds the next wait for a lock as the statements do: to a third of the time that is left.
CREATE OR REPLACE FUNCTION bench.wait_until(moment timestamptz) RETURNS text LANGUAGE sql AS $$
  SELECT set_config('lock_timeout', greatest(1, extract(
    epoch FROM moment - clock_timestamp()) * 1000 / 3)::bigint::text, true)
$$;

CREATE OR REPLACE FUNCTION bench.transfer(
  key_caller text, key_text text, command_fingerprint bytea,
  grant_wait text, key_wait interval, all_waits interval,
  source_id uuid, destination_id uuid, command_amount bigint, command_currency text,
  command_reference text,
  OUT decided text, OUT told jsonb, OUT decided_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  live_role text;
  live_until timestamptz;
  source_currency text; source_balance bigint; source_status text; source_version bigint;
  destination_currency text; destination_balance bigint; destination_status text;
  destination_version bigint;
  id uuid := gen_random_uuid();
  key_wait_end timestamptz := clock_timestamp() + key_wait;
  wait_end timestamptz := clock_timestamp() + all_waits;
  ignored text := set_config('lock_timeout', grant_wait, true);
BEGIN
  SELECT p.role, p.expires_at INTO live_role, live_until
    FROM permission p WHERE p.resource_id = source_id AND p.principal = key_caller
     FOR SHARE;
  SELECT a.currency, a.balance, a.status INTO source_currency, source_balance, source_status
    FROM account a WHERE a.id = source_id;
  SELECT a.currency, a.balance, a.status
    INTO destination_currency, destination_balance, destination_status
    FROM account a WHERE a.id = destination_id;
  decided_at := clock_timestamp();
  decided := CASE
    WHEN current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')
      THEN 'isolation-too-low'
    WHEN source_status IS NULL OR live_role IS NULL OR live_role = 'none'
         OR live_until <= decided_at
      THEN 'source-not-found'
    WHEN live_role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN destination_status IS NULL THEN 'destination-not-found'
    WHEN source_status <> 'open' THEN 'source-closed'
    WHEN destination_status <> 'open' THEN 'destination-closed'
    WHEN source_currency <> command_currency THEN 'source-currency-mismatch'
    WHEN destination_currency <> command_currency THEN 'destination-currency-mismatch'
    WHEN source_balance < command_amount THEN 'insufficient-funds'
    WHEN destination_balance > 9007199254740991 - command_amount THEN 'balance-limit'
    ELSE 'accepted'
  END;
  IF decided = 'isolation-too-low' THEN
    RETURN;
  END IF;
  told := CASE decided
    WHEN 'accepted' THEN
      jsonb_build_object('id', id, 'fromBalance', source_balance - command_amount)
    ELSE '{}'::jsonb
  END;
  ignored := bench.wait_until(key_wait_end);
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  VALUES
    (key_caller, 'transfer', key_text, command_fingerprint, decided, told, decided_at)
  ON CONFLICT (caller, operation, idempotency_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT r.* INTO decided, told, decided_at
      FROM bench.remembered(key_caller, 'transfer', key_text, command_fingerprint) r;
    RETURN;
  END IF;
  IF decided <> 'accepted' THEN
    RETURN;
  END IF;
  ignored := bench.wait_until(wait_end);
  -- In one order for everybody, or A to B and B to A would wait for each other.
  IF source_id < destination_id THEN
    UPDATE account a SET balance = a.balance - command_amount, version = a.version + 1
     WHERE a.id = source_id RETURNING a.version INTO source_version;
    ignored := bench.wait_until(wait_end);
    UPDATE account a SET balance = a.balance + command_amount, version = a.version + 1
     WHERE a.id = destination_id RETURNING a.version INTO destination_version;
  ELSE
    UPDATE account a SET balance = a.balance + command_amount, version = a.version + 1
     WHERE a.id = destination_id RETURNING a.version INTO destination_version;
    ignored := bench.wait_until(wait_end);
    UPDATE account a SET balance = a.balance - command_amount, version = a.version + 1
     WHERE a.id = source_id RETURNING a.version INTO source_version;
  END IF;
  INSERT INTO account_entry
    (account_id, version, transfer_id, amount, balance_after,
     caller, idempotency_key, reference, created_at)
  VALUES
    (source_id, source_version, id, -command_amount, source_balance - command_amount,
     key_caller, key_text, command_reference, decided_at),
    (destination_id, destination_version, id, command_amount,
     destination_balance + command_amount, key_caller, key_text, command_reference, decided_at);
END $$;

CREATE OR REPLACE FUNCTION bench.decrement(
  key_caller text, key_text text, command_fingerprint bytea,
  grant_wait text, key_wait interval, all_waits interval,
  command_location uuid, command_reference text, skus text[], quantities bigint[],
  OUT decided text, OUT told jsonb, OUT decided_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  live_role text;
  live_until timestamptz;
  found_lines bigint; short_lines bigint; left_over jsonb; available jsonb;
  id uuid := gen_random_uuid();
  key_wait_end timestamptz := clock_timestamp() + key_wait;
  wait_end timestamptz := clock_timestamp() + all_waits;
  ignored text := set_config('lock_timeout', grant_wait, true);
BEGIN
  SELECT p.role, p.expires_at INTO live_role, live_until
    FROM permission p JOIN resource r ON r.id = p.resource_id AND r.kind = 'location'
   WHERE p.resource_id = command_location AND p.principal = key_caller
     FOR SHARE OF p;
  SELECT count(*), count(*) FILTER (WHERE s.on_hand < l.quantity),
         jsonb_object_agg(s.sku, s.on_hand - l.quantity),
         jsonb_object_agg(s.sku, s.on_hand) FILTER (WHERE s.on_hand < l.quantity)
    INTO found_lines, short_lines, left_over, available
    FROM unnest(skus, quantities) AS l (sku, quantity)
    JOIN stock s ON s.location_id = command_location AND s.sku = l.sku;
  decided_at := clock_timestamp();
  decided := CASE
    WHEN current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')
      THEN 'isolation-too-low'
    WHEN live_role IS NULL OR live_role = 'none' OR live_until <= decided_at
      THEN 'location-not-found'
    WHEN live_role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN found_lines < cardinality(skus) THEN 'sku-not-found'
    WHEN short_lines > 0 THEN 'insufficient-stock'
    ELSE 'accepted'
  END;
  IF decided = 'isolation-too-low' THEN
    RETURN;
  END IF;
  told := CASE decided
    WHEN 'accepted' THEN jsonb_build_object('id', id, 'onHand', left_over)
    WHEN 'insufficient-stock' THEN jsonb_build_object('available', available)
    WHEN 'sku-not-found' THEN
      jsonb_build_object('sku', (
        SELECT min(l.sku COLLATE "C") FROM unnest(skus) AS l (sku)
         WHERE NOT EXISTS (SELECT 1 FROM stock s
                            WHERE s.location_id = command_location AND s.sku = l.sku)))
    ELSE '{}'::jsonb
  END;
  ignored := bench.wait_until(key_wait_end);
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  VALUES
    (key_caller, 'stock-decrement', key_text, command_fingerprint, decided, told, decided_at)
  ON CONFLICT (caller, operation, idempotency_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT r.* INTO decided, told, decided_at
      FROM bench.remembered(key_caller, 'stock-decrement', key_text, command_fingerprint) r;
    RETURN;
  END IF;
  IF decided <> 'accepted' THEN
    RETURN;
  END IF;
  -- The lines come in one order from everybody, and are gone through in it.
  WITH moved AS (
    UPDATE stock s SET on_hand = s.on_hand - l.quantity, version = s.version + 1
      FROM (SELECT u.sku, u.quantity, bench.wait_until(wait_end) AS row_wait
              FROM unnest(skus, quantities) AS u (sku, quantity)) l
     WHERE s.location_id = command_location AND s.sku = l.sku
    RETURNING s.sku, s.version, s.on_hand, l.quantity
  )
  INSERT INTO stock_entry
    (location_id, sku, version, decrement_id, quantity, on_hand_after,
     caller, idempotency_key, reference, created_at)
  SELECT command_location, m.sku, m.version, id, -m.quantity, m.on_hand,
         key_caller, key_text, command_reference, decided_at
    FROM moved m;
END $$;

CREATE OR REPLACE FUNCTION bench.change(
  key_caller text, key_text text, command_fingerprint bytea,
  grant_wait text, key_wait interval, all_waits interval,
  command_resource uuid, command_principal text, command_role text, command_until timestamptz,
  expected_version bigint,
  OUT decided text, OUT told jsonb, OUT decided_at timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  now_version bigint; owners bigint;
  caller_role text; caller_until timestamptz;
  previous_role text; previous_until timestamptz;
  id uuid := gen_random_uuid();
  key_wait_end timestamptz := clock_timestamp() + key_wait;
  wait_end timestamptz := clock_timestamp() + all_waits;
  ignored text := set_config('lock_timeout', grant_wait, true);
BEGIN
  SELECT r.acl_version, r.owner_count INTO now_version, owners
    FROM resource r WHERE r.id = command_resource;
  SELECT p.role, p.expires_at INTO caller_role, caller_until
    FROM permission p WHERE p.resource_id = command_resource AND p.principal = key_caller;
  IF command_principal = key_caller THEN
    previous_role := caller_role;
    previous_until := caller_until;
  ELSE
    SELECT p.role, p.expires_at INTO previous_role, previous_until
      FROM permission p
     WHERE p.resource_id = command_resource AND p.principal = command_principal;
  END IF;
  decided_at := clock_timestamp();
  IF caller_role IS NULL OR caller_until <= decided_at THEN
    caller_role := 'none';
  END IF;
  IF previous_role IS NULL OR previous_until <= decided_at THEN
    previous_role := 'none';
  END IF;
  decided := CASE
    WHEN current_setting('transaction_isolation') NOT IN ('repeatable read', 'serializable')
      THEN 'isolation-too-low'
    WHEN now_version IS NULL OR caller_role = 'none' THEN 'resource-not-found'
    WHEN caller_role <> 'owner' AND NOT (command_principal = key_caller AND command_role = 'none')
      THEN 'role-insufficient'
    WHEN now_version <> expected_version THEN 'version-mismatch'
    WHEN command_until <= decided_at THEN 'expiry-past'
    WHEN previous_role = 'owner' AND command_role <> 'owner' AND owners = 1 THEN 'last-owner'
    ELSE 'accepted'
  END;
  IF decided = 'isolation-too-low' THEN
    RETURN;
  END IF;
  told := CASE decided
    WHEN 'accepted' THEN jsonb_build_object(
      'id', id, 'previousRole', previous_role, 'aclVersion', now_version + 1)
    WHEN 'version-mismatch' THEN jsonb_build_object('aclVersion', now_version)
    ELSE '{}'::jsonb
  END;
  ignored := bench.wait_until(key_wait_end);
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  VALUES
    (key_caller, 'permission-change', key_text, command_fingerprint, decided, told, decided_at)
  ON CONFLICT (caller, operation, idempotency_key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT r.* INTO decided, told, decided_at
      FROM bench.remembered(key_caller, 'permission-change', key_text, command_fingerprint) r;
    RETURN;
  END IF;
  IF decided <> 'accepted' THEN
    RETURN;
  END IF;
  ignored := bench.wait_until(wait_end);
  UPDATE resource r
     SET acl_version = r.acl_version + 1,
         owner_count = r.owner_count
           + (command_role = 'owner')::int - (previous_role = 'owner')::int
   WHERE r.id = command_resource;
  ignored := bench.wait_until(wait_end);
  INSERT INTO permission (resource_id, principal, role, expires_at)
  VALUES (command_resource, command_principal, command_role, command_until)
  ON CONFLICT (resource_id, principal)
    DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at;
  INSERT INTO permission_entry
    (resource_id, acl_version, id, caller, idempotency_key, principal, previous_role, role,
     expires_at, created_at)
  VALUES
    (command_resource, now_version + 1, id, key_caller, key_text, command_principal, previous_role,
     command_role, command_until, decided_at);
END $$;
