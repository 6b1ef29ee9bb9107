GRANT SELECT, UPDATE (check_in_id, checked_in_at, idempotency_key) ON ticket TO interlock_function;
