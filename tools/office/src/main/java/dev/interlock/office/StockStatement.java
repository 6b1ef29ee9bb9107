package dev.interlock.office;

import dev.interlock.write.Command;

/// Writes one or two stock rows and journals them.
///
/// A subclass defines a step `line` with a row for each of them: `location_id`, `sku`, `quantity`
/// (what is added), `on_hand` and `version`. The last two are null if there is no such stock row,
/// which [#decided] refuses.
abstract class StockStatement<C extends Command> extends OfficeStatement<C> {

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
    SELECT l.location_id, l.sku, l.quantity
      FROM accepted a CROSS JOIN line l
     ORDER BY l.location_id
    """;
  }

  @Override
  protected final String moved() {
    return """
    UPDATE stock s
       SET on_hand = s.on_hand + t.quantity, version = s.version + 1
      FROM target t
     WHERE s.location_id = t.location_id AND s.sku = t.sku
    RETURNING s.location_id, s.sku, s.version, s.on_hand, t.quantity
    """;
  }

  @Override
  protected final String journaled() {
    return """
    journaled AS (
      INSERT INTO stock_entry
        (location_id, sku, version, quantity, on_hand_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, m.quantity, m.on_hand,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING sku
    )
    """;
  }
}
