-- What `./interlock audit` must know about holds, in sections that begin with @.

-- @entries
SELECT hold_id AS id, caller, idempotency_key, created_at
  FROM account_history
 WHERE hold_id IS NOT NULL AND settlement_id IS NULL AND caller IS NOT NULL

-- @command
SELECT e.caller, e.idempotency_key,
       ARRAY[h.source_id::text, h.destination_id::text, h.amount::text, a.currency,
             coalesce(h.reference, ''),
             to_char(h.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')] AS command
  FROM account_history e
  JOIN hold h ON h.id = e.hold_id
  JOIN account a ON a.id = h.source_id
 WHERE e.settlement_id IS NULL

-- @answer
SELECT caller, idempotency_key,
       jsonb_build_object('id', hold_id, 'fromAvailable', balance_after - held_after) AS answer
  FROM account_history
 WHERE hold_id IS NOT NULL AND settlement_id IS NULL

-- @refusal source-not-found
-- @refusal role-insufficient
-- @refusal destination-not-found
-- @refusal source-closed
-- @refusal destination-closed
-- @refusal source-currency-mismatch
-- @refusal destination-currency-mismatch
-- @refusal expiry-past
-- @refusal insufficient-funds

-- @invariant held-is-open-holds what is held of every account is the sum of its open holds
SELECT a.id, a.held, coalesce(h.amount, 0) AS open_holds
  FROM account a
  LEFT JOIN (SELECT source_id, sum(amount) AS amount FROM hold WHERE state = 'open' GROUP BY source_id) h
       ON h.source_id = a.id
 WHERE a.held <> coalesce(h.amount, 0)
 ORDER BY a.id

-- @invariant held-matches-journal what is held of every account is what its journal adds up to
SELECT a.id, a.held, coalesce(sum(e.held), 0) AS in_journal
  FROM account a
  LEFT JOIN account_history e ON e.account_id = a.id
 GROUP BY a.id, a.held
HAVING a.held <> coalesce(sum(e.held), 0)
 ORDER BY a.id

-- @invariant held-chain every amount held is the previous one plus the change, and within the balance
SELECT account_id, version, held, held_after, held_before, balance_after
  FROM (
    SELECT account_id, version, held, held_after, balance_after,
           coalesce(sum(held) OVER (
             PARTITION BY account_id ORDER BY version
             ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS held_before
      FROM account_history
  ) e
 WHERE (held IS NULL) <> (held_after IS NULL)
    OR held_after <> held_before + held
    OR held_before + coalesce(held, 0) NOT BETWEEN 0 AND balance_after
 ORDER BY account_id, version

-- @invariant hold-placed-once every hold was placed once, on its source, for open accounts of one currency
SELECT h.id, h.source_id, h.destination_id, count(e.account_id) AS placements
  FROM hold h
  LEFT JOIN account_history e
       ON e.hold_id = h.id AND e.settlement_id IS NULL AND e.account_id = h.source_id AND e.amount = 0
  LEFT JOIN account s ON s.id = h.source_id
  LEFT JOIN account d ON d.id = h.destination_id
 GROUP BY h.id, h.source_id, h.destination_id, s.currency, d.currency
HAVING count(e.account_id) <> 1 OR s.currency IS DISTINCT FROM d.currency OR h.source_id = h.destination_id
 ORDER BY h.id

-- @invariant hold-of-no-entry every entry of a hold names one that exists
SELECT e.account_id, e.version, e.hold_id
  FROM account_history e
  LEFT JOIN hold h ON h.id = e.hold_id
 WHERE e.hold_id IS NOT NULL
   AND (h.id IS NULL OR e.account_id NOT IN (h.source_id, h.destination_id)
        OR e.created_at >= h.expires_at)
 ORDER BY e.account_id, e.version

-- @invariant expired-hold-is-past no hold was set expired before its expiry
SELECT id, expires_at
  FROM hold
 WHERE state = 'expired' AND expires_at > clock_timestamp()
 ORDER BY id

-- @invariant closed-account-without-hold no closed account is named by a hold that has not expired
SELECT a.id, h.id AS hold_id
  FROM account a
  JOIN hold h ON a.id IN (h.source_id, h.destination_id)
 WHERE a.status = 'closed' AND h.state = 'open' AND h.expires_at > clock_timestamp()
 ORDER BY a.id, h.id
