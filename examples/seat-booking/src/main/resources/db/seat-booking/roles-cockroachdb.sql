-- CockroachDB grants rights on whole tables only.
REVOKE ALL ON seat, seat_holder, seat_booking_entry FROM interlock_function;

GRANT SELECT, UPDATE ON seat TO interlock_function;
GRANT SELECT, INSERT, UPDATE ON seat_holder TO interlock_function;
GRANT SELECT, INSERT ON seat_booking_entry TO interlock_function;
