GRANT SELECT, UPDATE (redemption_id, idempotency_key, redeemed_at) ON voucher TO interlock_function;
