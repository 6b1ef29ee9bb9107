-- All waits for locks share one budget, counted from here: no wait goes past key_wait_end or
-- wait_end, however long earlier ones took.
WITH command AS MATERIALIZED (
  SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
         set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
         clock_timestamp() + ?::interval AS key_wait_end,
         clock_timestamp() + ?::interval AS wait_end,
         ?::uuid AS show_id, ?::text AS seat
),
-- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
-- that the resource is a show.
caller_grant AS MATERIALIZED (
  SELECT p.role, p.expires_at
    FROM command c
    JOIN permission p ON p.resource_id = c.show_id AND p.principal = c.caller
    JOIN resource r ON r.id = c.show_id AND r.kind = 'show'
     FOR SHARE OF p
),
-- The clock is read once, after the grant is locked and the snapshot taken: everything that
-- this statement can see is older.
found AS MATERIALIZED (
  SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
         lower(current_setting('transaction_isolation')) AS isolation,
         set_config('lock_timeout', greatest(1, extract(epoch FROM
           c.key_wait_end - clock_timestamp()) * 1000 / 3)::bigint::text,
           version() LIKE 'PostgreSQL%') AS key_wait,
         c.*,
         g.role, g.expires_at, s.bookings, coalesce(h.seats, 0) AS seats
    FROM command c
    LEFT JOIN caller_grant g ON true
    LEFT JOIN seat s ON s.show_id = c.show_id AND s.seat = c.seat
    LEFT JOIN seat_holder h ON h.show_id = c.show_id AND h.caller = c.caller
),
-- Plain reads are right at REPEATABLE READ and above: if a row changes before it is updated,
-- the statement fails with 40001. Below, they would be stale. The order of the conditions is
-- the contract's precedence.
decided AS MATERIALIZED (
  SELECT f.*,
         CASE
           WHEN f.isolation NOT IN ('repeatable read', 'serializable')
             THEN 'isolation-too-low'
           WHEN f.role IS NULL OR f.role = 'none' OR f.expires_at <= f.decided_at
             THEN 'show-not-found'
           WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
           WHEN f.bookings IS NULL THEN 'seat-not-found'
           WHEN f.bookings > 0 THEN 'seat-taken'
           WHEN f.seats >= 4 THEN 'seat-limit'
           ELSE 'accepted'
         END AS verdict
    FROM found f
),
-- The key is taken by inserting it and never read before: a read would lock pages of its
-- index against unrelated calls. No row comes back when another call has it.
remembered AS (
  INSERT INTO idempotency
    (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
  SELECT d.caller,
         'seat-booking',
         d.idempotency_key, d.fingerprint, d.verdict,
         CASE d.verdict
           WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'seats', d.seats + 1)
           ELSE '{}'::jsonb
         END, d.decided_at
    FROM decided d
   WHERE d.verdict NOT IN (
     'isolation-too-low')
  ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
  RETURNING verdict, detail, created_at
),
-- Nothing is written unless the key is taken.
accepted AS MATERIALIZED (
  SELECT d.* FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'
),
-- The key is ours now, and other calls may wait for it. We wait longer for a row than they do
-- for the key, or two calls with one key would take turns giving up. The bound is set row by
-- row, just before each is updated.
target AS MATERIALIZED (
  SELECT t.*,
         set_config('lock_timeout', greatest(1, extract(epoch FROM
           (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
           version() LIKE 'PostgreSQL%') AS row_wait
    FROM (
      SELECT a.show_id, a.seat
        FROM accepted a
    ) t
),
moved AS (
  UPDATE seat s
     SET bookings = s.bookings + 1
    FROM target t
   WHERE s.show_id = t.show_id AND s.seat = t.seat
  RETURNING s.show_id, s.seat
),
-- Waits for other bookings of this caller. Its row is inserted by the first of them.
counted AS (
  INSERT INTO seat_holder AS h (show_id, caller, seats)
  SELECT n.show_id, n.caller, 1
    FROM (
      SELECT m.show_id, a.caller,
             set_config('lock_timeout', greatest(1, extract(epoch FROM
               (SELECT c.wait_end FROM command c) - clock_timestamp()) * 1000 / 3)::bigint::text,
               version() LIKE 'PostgreSQL%') AS row_wait
        FROM moved m CROSS JOIN accepted a
    ) n
  ON CONFLICT (show_id, caller) DO UPDATE SET seats = h.seats + 1
  RETURNING seats
),
journaled AS (
  INSERT INTO seat_booking_entry (show_id, caller, number, id, seat, idempotency_key, created_at)
  SELECT d.show_id, d.caller, n.seats, d.id, d.seat, d.idempotency_key, d.decided_at
    FROM counted n CROSS JOIN decided d
  RETURNING number
)
SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
UNION ALL
SELECT d.verdict, '{}', d.decided_at FROM decided d
 WHERE d.verdict IN (
   'isolation-too-low')
