-- What the statement of unit-draw does, and nothing more. Can be run again.
REVOKE ALL ON unit_pool, unit_pool_entry FROM interlock_function;

GRANT SELECT, UPDATE (remaining, version) ON unit_pool TO interlock_function;
GRANT SELECT, INSERT ON unit_pool_entry TO interlock_function;
