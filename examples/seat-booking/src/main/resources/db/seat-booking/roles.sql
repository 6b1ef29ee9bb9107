-- What the statement of seat-booking does, and nothing more. Can be run again.
REVOKE ALL ON seat, seat_holder, seat_booking_entry FROM interlock_function;

GRANT SELECT, UPDATE (bookings) ON seat TO interlock_function;
GRANT SELECT, INSERT, UPDATE (seats) ON seat_holder TO interlock_function;
GRANT SELECT, INSERT ON seat_booking_entry TO interlock_function;
