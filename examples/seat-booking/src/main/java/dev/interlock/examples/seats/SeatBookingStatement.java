package dev.interlock.examples.seats;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Decides a booking and carries it out, in one statement.
///
/// Two calls for one seat meet at the seat's row, two calls of one caller at the row that counts
/// that caller's seats. Every booking writes the two rows in this order.
final class SeatBookingStatement
    extends ConditionalStatement<SeatBookingCommand, SeatBookingVerdict> {

  SeatBookingStatement() {
    super(SeatBookingCommand.OPERATION, SeatBookingVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS show_id, ?::text AS seat
    """;
  }

  @Override
  protected String lookups() {
    return callerGrant("show_id", "show");
  }

  @Override
  protected String found() {
    return """
    g.role, g.expires_at, s.bookings, coalesce(h.seats, 0) AS seats
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    LEFT JOIN seat s ON s.show_id = c.show_id AND s.seat = c.seat
    LEFT JOIN seat_holder h ON h.show_id = c.show_id AND h.caller = c.caller
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.role IS NULL OR f.role = 'none' OR f.expires_at <= f.decided_at
      THEN 'show-not-found'
    WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN f.bookings IS NULL THEN 'seat-not-found'
    WHEN f.bookings > 0 THEN 'seat-taken'
    WHEN f.seats >= 4 THEN 'seat-limit'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'seats', d.seats + 1)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.show_id, a.seat
      FROM accepted a
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE seat s
       SET bookings = s.bookings + 1
      FROM target t
     WHERE s.show_id = t.show_id AND s.seat = t.seat
    RETURNING s.show_id, s.seat
    """;
  }

  @Override
  protected String journaled() {
    return """
    -- Waits for other bookings of this caller. Its row is inserted by the first of them.
    counted AS (
      INSERT INTO seat_holder AS h (show_id, caller, seats)
      SELECT n.show_id, n.caller, 1
        FROM (
          SELECT m.show_id, a.caller,
                 {row-wait} AS row_wait
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
    """;
  }

  @Override
  protected List<String> rows(SeatBookingCommand command) {
    return List.of(
        "seat/" + command.show() + "/" + command.seat(),
        "seat_holder/" + command.show() + "/" + command.caller().subject());
  }

  @Override
  protected void bind(PreparedStatement statement, SeatBookingCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.show());
    statement.setString(next, command.seat());
  }

  @Override
  protected SeatBookingVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? SeatBookingVerdict.Accepted.of(detail, decidedAt)
        : refusal(SeatBookingVerdict.Refusal.class, word);
  }
}
