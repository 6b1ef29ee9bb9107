-- CockroachDB grants rights on whole tables only.
GRANT SELECT, UPDATE ON voucher TO interlock_function;
