-- CockroachDB grants rights on whole tables only.
REVOKE ALL ON unit_pool, unit_pool_entry FROM interlock_function;

GRANT SELECT, UPDATE ON unit_pool TO interlock_function;
GRANT SELECT, INSERT ON unit_pool_entry TO interlock_function;
