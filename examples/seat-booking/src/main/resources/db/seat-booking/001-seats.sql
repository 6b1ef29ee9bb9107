-- A show is a resource of kind 'show': its permissions say who may book its seats.

-- The guard row of a seat. It has room for one booking.
CREATE TABLE seat (
  show_id  uuid   NOT NULL,
  seat     text   NOT NULL,
  bookings bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (show_id, seat),
  CONSTRAINT seat_booked_once CHECK (bookings BETWEEN 0 AND 1)
);

-- The guard row of a caller, which counts that caller's seats of a show. The first booking inserts it.
CREATE TABLE seat_holder (
  show_id uuid   NOT NULL,
  caller  text   NOT NULL,
  seats   bigint NOT NULL,
  PRIMARY KEY (show_id, caller),
  CONSTRAINT seat_holder_limit CHECK (seats BETWEEN 1 AND 4)
);

-- The journal. number is that of the caller's seats of this show, from 1.
CREATE TABLE seat_booking_entry (
  show_id         uuid        NOT NULL,
  caller          text        NOT NULL,
  number          bigint      NOT NULL,
  id              uuid        NOT NULL,
  seat            text        NOT NULL,
  idempotency_key text        NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (show_id, caller, number)
);
