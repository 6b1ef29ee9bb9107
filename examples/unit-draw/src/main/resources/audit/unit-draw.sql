-- What `./interlock audit` must know about unit-draw, in sections that begin with @.

-- @entries
SELECT id, caller, idempotency_key, created_at
  FROM unit_pool_entry
 WHERE version > 0

-- @command
SELECT caller, idempotency_key, ARRAY[resource_id::text, (-quantity)::text] AS command
  FROM unit_pool_entry
 WHERE version > 0

-- @answer
SELECT caller, idempotency_key,
       jsonb_build_object('id', id, 'remaining', remaining_after) AS answer
  FROM unit_pool_entry
 WHERE version > 0

-- @refusal not-found
-- @refusal role-insufficient
-- @refusal unit-draw-limit

-- @resources unit-pool
SELECT id
  FROM unit_pool

-- @invariant unit-draw-journal what remains is the sum of the journal, whose versions have no gaps
SELECT u.id, u.remaining, u.version, e.total, e.entries, e.last
  FROM unit_pool u
  LEFT JOIN (
    SELECT resource_id, sum(quantity) AS total, count(*) AS entries, max(version) AS last
      FROM unit_pool_entry
     GROUP BY resource_id
  ) e
    ON e.resource_id = u.id
 WHERE u.remaining < 0 OR e.total IS NULL OR u.remaining <> e.total
    OR u.version <> e.last OR e.entries <> e.last + 1
 ORDER BY u.id
