package dev.interlock.office;

import dev.interlock.write.Command;

/// Writes one or two stock rows and journals them.
///
/// A subclass defines a step `line` with a row for each of them: `location_id`, `sku`, `quantity`
/// (what is added), `on_hand`, `reserved` and `version`. The last three are null if there is no
/// such stock row, which [#decided] refuses. Expired reservations are folded if their stock is
/// needed.
abstract class StockStatement<C extends Command> extends OfficeStatement<C> {

  @Override
  protected final String live() {
    return """
    -- At most one line takes stock. What expired reservations still take up of it, if it is needed.
    SELECT coalesce(sum(e.expired), 0)::bigint AS expired,
           count(*) FILTER (WHERE l.on_hand - l.reserved + e.expired + l.quantity < 0)
             AS short_lines
      FROM line l
     CROSS JOIN LATERAL (
       SELECT coalesce(sum(r.quantity), 0)::bigint AS expired
         FROM reservation_line r
        WHERE r.location_id = l.location_id AND r.sku = l.sku AND r.state = 'open'
          AND r.expires_at <= f.decided_at
          AND l.reserved > 0 AND l.on_hand - l.reserved + l.quantity < 0
     ) e
    """;
  }

  @Override
  protected final String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('command', d.action, 'stock', (
        SELECT jsonb_agg(
                 jsonb_build_object('location', l.location_id, 'sku', l.sku,
                   'version', l.version + 1, 'onHand', l.on_hand + l.quantity)
                 ORDER BY l.location_id)
          FROM line l))
    WHEN 'insufficient-stock' THEN jsonb_build_object('onHand', d.on_hand)
    WHEN 'stock-mismatch' THEN jsonb_build_object('onHand', d.on_hand)
    """;
  }

  @Override
  protected final String targets() {
    return """
    SELECT l.location_id, l.sku, l.quantity,
           CASE WHEN l.quantity < 0 THEN a.expired ELSE 0 END AS expired
      FROM accepted a CROSS JOIN line l
     ORDER BY l.location_id
    """;
  }

  @Override
  protected final String moved() {
    return """
    UPDATE stock s
       SET on_hand = s.on_hand + t.quantity, reserved = s.reserved - t.expired,
           version = s.version + 1
      FROM target t
     WHERE s.location_id = t.location_id AND s.sku = t.sku
    RETURNING s.location_id, s.sku, s.version, s.on_hand, s.reserved, t.quantity, t.expired
    """;
  }

  @Override
  protected final String journaled() {
    return """
    journaled AS (
      INSERT INTO stock_entry
        (location_id, sku, version, quantity, on_hand_after, reserved, reserved_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, m.quantity, m.on_hand,
             CASE WHEN m.expired > 0 THEN -m.expired END,
             CASE WHEN m.expired > 0 THEN m.reserved END,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING sku
    ),
    folded AS (
      UPDATE reservation_line r
         SET state = 'expired'
        FROM (
          SELECT m.location_id, m.sku, d.decided_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN decided d
           WHERE m.expired > 0
        ) e
       WHERE r.location_id = e.location_id AND r.sku = e.sku AND r.state = 'open'
         AND r.expires_at <= e.decided_at
      RETURNING r.sku
    )
    """;
  }
}
