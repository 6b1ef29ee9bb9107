-- What `./interlock audit` must know about settlements of holds, in sections that begin with @. The entry
-- of the source stands for a settlement: it always has one.

-- @entries
SELECT settlement_id AS id, caller, idempotency_key, created_at
  FROM account_history
 WHERE settlement_id IS NOT NULL AND held IS NOT NULL AND caller IS NOT NULL

-- @command
SELECT caller, idempotency_key,
       ARRAY[hold_id::text, (-amount)::text, coalesce(reference, '')] AS command
  FROM account_history
 WHERE settlement_id IS NOT NULL AND held IS NOT NULL

-- @answer
SELECT s.caller, s.idempotency_key,
       jsonb_build_object(
         'id', s.settlement_id, 'from', h.source_id, 'to', h.destination_id, 'currency', a.currency,
         'released', h.amount + s.amount,
         -- Nothing taken, no entry: the balance as it was is in no journal.
         'toBalance', coalesce(d.balance_after, (k.detail ->> 'toBalance')::bigint)) AS answer
  FROM account_history s
  JOIN hold h ON h.id = s.hold_id
  JOIN account a ON a.id = h.source_id
  LEFT JOIN account_history d ON d.settlement_id = s.settlement_id AND d.account_id = h.destination_id
  LEFT JOIN idempotency_history k
       ON k.operation = 'settlement' AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
 WHERE s.settlement_id IS NOT NULL AND s.held IS NOT NULL

-- @refusal hold-not-found
-- @refusal role-insufficient
-- @refusal hold-settled
-- @refusal hold-expired
-- @refusal amount-exceeds-hold [{]"held": [0-9]+}
-- @refusal account-closed
-- @refusal balance-limit

-- @invariant settled-once every settled hold has one settlement, and no other hold has any
SELECT h.id, h.state, count(e.settlement_id) AS settlements
  FROM hold h
  LEFT JOIN account_history e ON e.hold_id = h.id AND e.settlement_id IS NOT NULL AND e.held IS NOT NULL
 GROUP BY h.id, h.state
HAVING count(e.settlement_id) <> CASE h.state WHEN 'settled' THEN 1 ELSE 0 END
 ORDER BY h.id

-- @invariant settlement-legs every settlement takes from the source what it gives, and releases all that was held
SELECT h.id, s.settlement_id, s.amount AS taken, d.amount AS given, h.captured, s.held
  FROM account_history s
  LEFT JOIN hold h ON h.id = s.hold_id
  LEFT JOIN account_history d ON d.settlement_id = s.settlement_id AND d.account_id <> s.account_id
 WHERE s.settlement_id IS NOT NULL AND s.held IS NOT NULL
   AND (s.account_id IS DISTINCT FROM h.source_id
        OR s.amount IS DISTINCT FROM -h.captured
        OR s.held IS DISTINCT FROM -h.amount
        OR coalesce(d.amount, 0) IS DISTINCT FROM h.captured
        OR d.account_id IS NOT NULL AND d.account_id IS DISTINCT FROM h.destination_id)
 ORDER BY s.settlement_id

-- @invariant settlement-time every hold was settled before its expiry, when its entries say
SELECT h.id, h.expires_at, h.settled_at, e.created_at
  FROM hold h
  JOIN account_history e ON e.hold_id = h.id AND e.settlement_id IS NOT NULL
 WHERE e.created_at >= h.expires_at OR h.settled_at IS DISTINCT FROM e.created_at
 ORDER BY h.id
