-- @entries
SELECT check_in_id AS id, holder AS caller, idempotency_key, checked_in_at AS created_at
  FROM ticket
 WHERE check_in_id IS NOT NULL

-- @command
SELECT holder AS caller, idempotency_key, ARRAY[code] AS command
  FROM ticket
 WHERE check_in_id IS NOT NULL

-- @answer
SELECT holder AS caller, idempotency_key, jsonb_build_object('id', check_in_id) AS answer
  FROM ticket
 WHERE check_in_id IS NOT NULL

-- @refusal not-found
-- @refusal already-checked-in
