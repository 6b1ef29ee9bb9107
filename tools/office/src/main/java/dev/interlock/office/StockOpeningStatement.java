package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Opens a stock row.
final class StockOpeningStatement extends OfficeStatement<StockOpeningCommand> {

  @Override
  protected String command() {
    return """
    ?::text AS action, ?::uuid AS location_id, ?::text AS sku, ?::text AS reference
    """;
  }

  @Override
  protected String found() {
    return "r.kind, s.version\n";
  }

  @Override
  protected String joins() {
    return """
    LEFT JOIN resource r ON r.id = c.location_id AND r.kind = 'location'
    LEFT JOIN stock s ON s.location_id = c.location_id AND s.sku = c.sku
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.kind IS NULL THEN 'location-not-found'
    WHEN f.version IS NOT NULL THEN 'stock-exists'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN
      jsonb_build_object('command', d.action, 'stock', jsonb_build_array(
        jsonb_build_object(
          'location', d.location_id, 'sku', d.sku, 'version', 0, 'onHand', 0)))
    """;
  }

  @Override
  protected String targets() {
    return "SELECT a.location_id, a.sku FROM accepted a\n";
  }

  @Override
  protected String moved() {
    return """
    -- Of two openings of one row, the later waits here and fails on the primary key. When it is
    -- retried, it is refused.
    INSERT INTO stock (location_id, sku, on_hand, version)
    SELECT t.location_id, t.sku, 0, 0 FROM target t
    RETURNING location_id, sku, on_hand, version
    """;
  }

  @Override
  protected String journaled() {
    return """
    journaled AS (
      INSERT INTO stock_entry
        (location_id, sku, version, quantity, on_hand_after,
         caller, idempotency_key, reference, created_at)
      SELECT m.location_id, m.sku, m.version, 0, m.on_hand,
             d.caller, d.idempotency_key, d.reference, d.decided_at
        FROM moved m CROSS JOIN decided d
      RETURNING sku
    )
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, StockOpeningCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, StockOpeningCommand.ACTION);
    statement.setObject(next++, command.location());
    statement.setString(next++, command.sku());
    statement.setString(next, command.reference().orElse(null));
  }
}
