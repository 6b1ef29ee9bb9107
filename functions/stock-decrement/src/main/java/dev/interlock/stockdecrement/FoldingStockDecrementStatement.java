package dev.interlock.stockdecrement;

import dev.interlock.write.ConditionalStatement;
import org.jspecify.annotations.Nullable;

/// The same decrement where some SKU is only available if expired reservations no longer count. It
/// folds them: sets them `expired`, and takes them off what is reserved.
final class FoldingStockDecrementStatement extends StockDecrementStatement {

  @Override
  public @Nullable ConditionalStatement<StockDecrementCommand, StockDecrementVerdict> fallback() {
    return null;
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
    -- Counts the lines. What expired reservations still take up is looked for, and folded below,
    -- only for SKUs of which it is needed.
    SELECT (array_agg(l.sku ORDER BY l.number) FILTER (WHERE l.on_hand IS NULL))[1]
             AS absent_sku,
           count(*) FILTER (WHERE l.on_hand - l.reserved + e.expired < l.quantity)
             AS short_lines,
           jsonb_object_agg(l.sku, l.on_hand - l.quantity) AS on_hand,
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
          AND l.reserved > 0 AND l.on_hand - l.reserved < l.quantity
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
    WHEN live.short_lines > 0 THEN 'insufficient-stock'
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
       SET on_hand = s.on_hand - t.quantity, reserved = s.reserved - t.expired,
           version = s.version + 1
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
        (location_id, sku, version, decrement_id, quantity, on_hand_after, reserved, reserved_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, d.id, -m.quantity, m.on_hand,
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
          SELECT m.location_id, m.sku, a.decided_at,
                 {row-wait} AS row_wait
            FROM moved m CROSS JOIN accepted a
           WHERE m.expired > 0
        ) e
       WHERE r.location_id = e.location_id AND r.sku = e.sku AND r.state = 'open'
         AND r.expires_at <= e.decided_at
      RETURNING r.sku
    )
    """;
  }
}
