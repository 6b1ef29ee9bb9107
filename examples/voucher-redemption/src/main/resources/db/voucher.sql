-- Vouchers are issued by the back office to one holder each. Redeeming writes the voucher's own row,
-- which is guard and journal in one: a voucher has room for one redemption.
CREATE TABLE voucher (
  code            text        PRIMARY KEY,
  holder          text        NOT NULL,
  amount          bigint      NOT NULL,
  expires_at      timestamptz NOT NULL,
  redemption_id   uuid,
  idempotency_key text,
  redeemed_at     timestamptz,
  CONSTRAINT voucher_amount CHECK (amount > 0),
  CONSTRAINT voucher_redeemed_wholly
    CHECK ((redemption_id IS NULL) = (redeemed_at IS NULL)
       AND (redemption_id IS NULL) = (idempotency_key IS NULL))
);

GRANT SELECT, UPDATE (redemption_id, redeemed_at, idempotency_key) ON voucher TO interlock_function;
