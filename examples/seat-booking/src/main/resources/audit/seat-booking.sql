-- What `./interlock audit` must know about bookings, in sections that begin with @.

-- @entries
SELECT id, caller, idempotency_key, created_at
  FROM seat_booking_entry

-- @command
SELECT caller, idempotency_key, ARRAY[show_id::text, seat] AS command
  FROM seat_booking_entry

-- @answer
SELECT caller, idempotency_key, jsonb_build_object('id', id, 'seats', number) AS answer
  FROM seat_booking_entry

-- @refusal show-not-found
-- @refusal role-insufficient
-- @refusal seat-not-found
-- @refusal seat-taken
-- @refusal seat-limit

-- @invariant seat-booked-once every seat has the bookings of its journal, at most one
SELECT show_id, seat, s.bookings, b.bookings AS in_journal
  FROM seat s
  FULL JOIN (SELECT show_id, seat, count(*) AS bookings FROM seat_booking_entry GROUP BY show_id, seat) b
  USING (show_id, seat)
 WHERE s.bookings IS NULL OR s.bookings <> coalesce(b.bookings, 0) OR s.bookings > 1
 ORDER BY show_id, seat

-- @invariant seat-holder-count every caller's seats are those of the journal, numbered without gaps, at most four
SELECT show_id, caller, h.seats, b.bookings AS in_journal, b.last
  FROM seat_holder h
  FULL JOIN (
    SELECT show_id, caller, count(*) AS bookings, max(number) AS last
      FROM seat_booking_entry
     GROUP BY show_id, caller
  ) b
  USING (show_id, caller)
 WHERE h.seats IS NULL OR b.bookings IS NULL OR h.seats <> b.bookings OR h.seats <> b.last
    OR h.seats > 4
 ORDER BY show_id, caller

-- @resources show
-- A show has at least one seat.
SELECT DISTINCT show_id AS id
  FROM seat
