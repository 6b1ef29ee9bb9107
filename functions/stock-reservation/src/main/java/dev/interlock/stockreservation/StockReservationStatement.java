package dev.interlock.stockreservation;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// Decides a reservation of all its lines and places it, in one statement.
///
/// The guard rows are those of the stock. Reserving, settling and taking out write them, so any two
/// of them that concern one SKU conflict there.
final class StockReservationStatement
    extends ConditionalStatement<StockReservationCommand, StockReservationVerdict> {

  StockReservationStatement() {
    super(StockReservationCommand.OPERATION, StockReservationVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::uuid AS location_id, ?::text AS reference, ?::timestamptz AS reserved_until,
    ?::text[] AS skus, ?::bigint[] AS quantities
    """;
  }

  @Override
  protected String lookups() {
    return """
    -- Locked until we commit: a revoke either waits for us, or is seen here. The join makes sure
    -- that the resource is a location.
    caller_grant AS MATERIALIZED (
      SELECT p.role, p.expires_at
        FROM command c
        JOIN permission p ON p.resource_id = c.location_id AND p.principal = c.caller
        JOIN resource r ON r.id = c.location_id AND r.kind = 'location'
         FOR SHARE OF p
    ),
    -- One line for each SKU, numbered in byte order.
    line AS MATERIALIZED (
      SELECT l.sku, l.quantity, l.number, s.on_hand, s.reserved
        FROM command c
       CROSS JOIN unnest(c.skus, c.quantities) WITH ORDINALITY AS l (sku, quantity, number)
        LEFT JOIN stock s ON s.location_id = c.location_id AND s.sku = l.sku
    )
    """;
  }

  @Override
  protected String found() {
    return """
    g.role, g.expires_at
    """;
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN caller_grant g ON true
    """;
  }

  @Override
  protected String live() {
    return """
    -- Counts the lines. What expired reservations still take up is folded below, so that they do
    -- not pile up.
    SELECT (array_agg(l.sku ORDER BY l.number) FILTER (WHERE l.on_hand IS NULL))[1]
             AS absent_sku,
           count(*) FILTER (WHERE l.on_hand - l.reserved + e.expired < l.quantity)
             AS short_lines,
           jsonb_object_agg(l.sku, l.on_hand - l.reserved + e.expired - l.quantity) AS remaining,
           coalesce(jsonb_object_agg(l.sku, l.on_hand - l.reserved + e.expired)
                      FILTER (WHERE l.on_hand - l.reserved + e.expired < l.quantity),
                    '{}'::jsonb) AS available,
           array_agg(e.expired ORDER BY l.number) AS expired
      FROM line l
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(r.quantity), 0)::bigint AS expired
         FROM reservation_line r
        WHERE r.location_id = f.location_id AND r.sku = l.sku AND r.state = 'open'
          AND r.expires_at <= f.decided_at
          AND l.reserved > 0
     ) e
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.role IS NULL OR f.role = 'none' OR f.expires_at <= f.decided_at
      THEN 'location-not-found'
    WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
    WHEN live.absent_sku IS NOT NULL THEN 'sku-not-found'
    WHEN f.reserved_until <= f.decided_at THEN 'expiry-past'
    WHEN live.short_lines > 0 THEN 'insufficient-stock'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'available', d.remaining)
    WHEN 'insufficient-stock' THEN jsonb_build_object('available', d.available)
    WHEN 'sku-not-found' THEN jsonb_build_object('sku', d.absent_sku)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.location_id, l.sku, l.quantity, a.expired[l.number] AS expired
      FROM accepted a CROSS JOIN line l
     ORDER BY l.number
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE stock s
       SET reserved = s.reserved + t.quantity - t.expired, version = s.version + 1
      FROM target t
     WHERE s.location_id = t.location_id AND s.sku = t.sku
    RETURNING s.location_id, s.sku, s.version, s.on_hand, s.reserved, t.quantity, t.expired
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO stock_entry
        (location_id, sku, version, reservation_id, quantity, on_hand_after, reserved,
         reserved_after, caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, d.id, 0, m.on_hand, m.quantity - m.expired,
             m.reserved, d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING sku
    ),
    -- Places the new lines and folds the expired ones: CockroachDB writes a table only once in a
    -- statement.
    placed AS (
      INSERT INTO reservation_line
        (reservation_id, sku, location_id, quantity, expires_at, created_at, reference)
      SELECT n.id, n.sku, n.location_id, n.quantity, n.reserved_until, n.decided_at, n.reference
        FROM (
          SELECT a.id, m.sku, m.location_id, m.quantity, a.reserved_until, a.decided_at,
                 a.reference,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
          UNION ALL
          SELECT r.reservation_id, r.sku, r.location_id, r.quantity, r.expires_at, r.created_at,
                 r.reference,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
            JOIN reservation_line r
                 ON r.location_id = m.location_id AND r.sku = m.sku AND r.state = 'open'
                AND r.expires_at <= a.decided_at
           WHERE m.expired > 0
        ) n
      ON CONFLICT (reservation_id, sku) DO UPDATE SET state = 'expired'
      RETURNING sku
    )
    """;
  }

  @Override
  protected List<String> rows(StockReservationCommand command) {
    return command.lines().keySet().stream()
        .map(sku -> "stock/" + command.location() + "/" + sku)
        .toList();
  }

  @Override
  protected void bind(PreparedStatement statement, StockReservationCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.location());
    statement.setString(next++, command.reference().orElse(null));
    statement.setObject(next++, command.expiresAt().atOffset(ZoneOffset.UTC));
    statement.setArray(next++, Lines.skus(command.lines(), statement));
    statement.setArray(next, Lines.quantities(command.lines(), statement));
  }

  @Override
  protected StockReservationVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> StockReservationVerdict.Accepted.of(detail, decidedAt);
      case "sku-not-found" -> new StockReservationVerdict.SkuNotFound(detail.text("sku"));
      case "insufficient-stock" -> StockReservationVerdict.InsufficientStock.of(detail);
      default -> refusal(StockReservationVerdict.Refusal.class, word);
    };
  }
}
