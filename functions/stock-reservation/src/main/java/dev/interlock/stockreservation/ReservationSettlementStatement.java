package dev.interlock.stockreservation;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides the settlement of a reservation and carries it out, in one statement.
///
/// The guard rows are those of the stock, as for the reservation itself: of a settlement and
/// anything that takes the same stock, the second fails with 40001 or finds the reservation settled
/// or expired.
final class ReservationSettlementStatement
    extends ConditionalStatement<ReservationSettlementCommand, ReservationSettlementVerdict> {

  ReservationSettlementStatement() {
    super(ReservationSettlementCommand.OPERATION, ReservationSettlementVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS reservation_id, ?::text AS reference,
    ?::text[] AS skus, ?::bigint[] AS quantities
    """;
  }

  @Override
  protected String lookups() {
    return """
    -- What is taken of each line of the reservation, numbered in byte order.
    line AS MATERIALIZED (
      SELECT r.location_id, r.sku, r.quantity AS reserved, r.state, r.expires_at,
             coalesce(t.quantity, 0) AS taken, s.on_hand,
             row_number() OVER (ORDER BY r.sku COLLATE "C") AS number
        FROM command c
        JOIN reservation_line r ON r.reservation_id = c.reservation_id
        JOIN stock s ON s.location_id = r.location_id AND s.sku = r.sku
        LEFT JOIN unnest(c.skus, c.quantities) AS t (sku, quantity) ON t.sku = r.sku
    ),
    placed AS MATERIALIZED (
      SELECT (array_agg(l.location_id))[1] AS location_id,
             bool_or(l.state = 'settled') AS settled, bool_or(l.state = 'expired') AS folded,
             max(l.expires_at) AS reserved_until,
             jsonb_object_agg(
               l.sku,
               jsonb_build_object(
                 'quantity', l.taken, 'released', l.reserved - l.taken, 'onHand', l.on_hand - l.taken))
               FILTER (WHERE l.sku IS NOT NULL) AS lines
        FROM line l
    ),
    -- A SKU that the reservation does not have counts as 0 reserved.
    excess AS MATERIALIZED (
      SELECT count(*) AS lines, jsonb_object_agg(t.sku, coalesce(l.reserved, 0))
               FILTER (WHERE t.sku IS NOT NULL) AS reserved
        FROM command c
       CROSS JOIN unnest(c.skus, c.quantities) AS t (sku, quantity)
        LEFT JOIN line l ON l.sku = t.sku
       WHERE t.quantity > coalesce(l.reserved, 0)
    ),
    -- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
    -- that the resource is a location.
    caller_grant AS MATERIALIZED (
      SELECT p.role, p.expires_at
        FROM command c
       CROSS JOIN placed b
        JOIN permission p ON p.resource_id = b.location_id AND p.principal = c.caller
        JOIN resource r ON r.id = b.location_id AND r.kind = 'location'
         FOR SHARE OF p
    )
    """;
  }

  @Override
  protected String found() {
    return """
    g.role, g.expires_at, b.location_id, b.settled, b.folded, b.reserved_until, b.lines,
    e.lines AS excess_lines, e.reserved AS excess_reserved
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    CROSS JOIN placed b
    CROSS JOIN excess e
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.location_id IS NULL OR f.role IS NULL OR f.role = 'none'
         OR f.expires_at <= f.decided_at
      THEN 'reservation-not-found'
    WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN f.settled THEN 'reservation-settled'
    WHEN f.folded OR f.reserved_until <= f.decided_at THEN 'reservation-expired'
    WHEN f.excess_lines > 0 THEN 'quantity-exceeds-reservation'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('id', d.id, 'location', d.location_id, 'lines', d.lines)
    WHEN 'quantity-exceeds-reservation' THEN jsonb_build_object('reserved', d.excess_reserved)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT l.location_id, l.sku, l.taken, l.reserved
      FROM accepted a CROSS JOIN line l
     ORDER BY l.number
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE stock s
       SET on_hand = s.on_hand - t.taken, reserved = s.reserved - t.reserved,
           version = s.version + 1
      FROM target t
     WHERE s.location_id = t.location_id AND s.sku = t.sku
    RETURNING s.location_id, s.sku, s.version, s.on_hand, s.reserved,
              t.taken, t.reserved AS released
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO stock_entry
        (location_id, sku, version, reservation_id, settlement_id, quantity, on_hand_after,
         reserved, reserved_after, caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, d.reservation_id, d.id, -m.taken, m.on_hand,
             -m.released, m.reserved, d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING sku
    ),
    settled AS (
      UPDATE reservation_line r
         SET state = 'settled', taken = s.taken, settled_at = s.decided_at
        FROM (
          SELECT a.reservation_id, m.sku, m.taken, a.decided_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
        ) s
       WHERE r.reservation_id = s.reservation_id AND r.sku = s.sku
      RETURNING r.sku
    )
    """;
  }

  @Override
  protected String rowsFound() {
    return """
    SELECT 'stock/' || r.location_id || '/' || r.sku
      FROM command c JOIN reservation_line r ON r.reservation_id = c.reservation_id
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, ReservationSettlementCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.reservation());
    statement.setString(next++, command.reference().orElse(null));
    statement.setArray(next++, Lines.skus(command.taken(), statement));
    statement.setArray(next, Lines.quantities(command.taken(), statement));
  }

  @Override
  protected ReservationSettlementVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> ReservationSettlementVerdict.Accepted.of(detail, decidedAt);
      case "quantity-exceeds-reservation" ->
          ReservationSettlementVerdict.QuantityExceedsReservation.of(detail);
      default -> refusal(ReservationSettlementVerdict.Refusal.class, word);
    };
  }
}
