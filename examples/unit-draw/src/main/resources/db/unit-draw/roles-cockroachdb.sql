-- CockroachDB grants rights on whole tables only.
REVOKE ALL ON unit_draw, unit_draw_entry FROM interlock_function;

GRANT SELECT, UPDATE ON unit_draw TO interlock_function;
GRANT SELECT, INSERT ON unit_draw_entry TO interlock_function;
