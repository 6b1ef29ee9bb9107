-- What `./interlock audit` must know about redemptions, in sections that begin with @.

-- @entries
-- A voucher's row is its journal: it names the one redemption that it has room for.
SELECT redemption_id AS id, holder AS caller, idempotency_key, redeemed_at AS created_at
  FROM voucher
 WHERE redemption_id IS NOT NULL

-- @command
SELECT holder AS caller, idempotency_key, ARRAY[code] AS command
  FROM voucher
 WHERE redemption_id IS NOT NULL

-- @answer
SELECT holder AS caller, idempotency_key,
       jsonb_build_object('id', redemption_id, 'amount', amount) AS answer
  FROM voucher
 WHERE redemption_id IS NOT NULL

-- @refusal not-found
-- @refusal already-redeemed
-- @refusal expired

-- @invariant voucher-in-time every voucher was redeemed before it expired
SELECT code, holder, expires_at, redeemed_at
  FROM voucher
 WHERE redeemed_at >= expires_at
 ORDER BY code
