-- What the statement of unit-draw does, and nothing more. Can be run again.
REVOKE ALL ON unit_draw, unit_draw_entry FROM interlock_function;

GRANT SELECT, UPDATE (remaining, version) ON unit_draw TO interlock_function;
GRANT SELECT, INSERT ON unit_draw_entry TO interlock_function;
