package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Moves stock from one location to another. Both must have the SKU.
final class StockMoveStatement extends StockStatement<StockMoveCommand> {

  @Override
  protected String command() {
    return """
    ?::text AS action, ?::uuid AS source_id, ?::uuid AS destination_id, ?::text AS sku,
    ?::bigint AS quantity, ?::text AS reference
    """;
  }

  @Override
  protected String lookups() {
    return """
    line AS MATERIALIZED (
      SELECT l.location_id, c.sku, l.quantity, s.on_hand, s.reserved, s.version
        FROM command c
       CROSS JOIN LATERAL (VALUES (c.source_id, -c.quantity), (c.destination_id, c.quantity))
             AS l (location_id, quantity)
        LEFT JOIN stock s ON s.location_id = l.location_id AND s.sku = c.sku
    )
    """;
  }

  @Override
  protected String found() {
    return """
    s.kind AS source_kind, d.kind AS destination_kind,
    taken.on_hand, given.on_hand AS destination_on_hand
    """;
  }

  @Override
  protected String joins() {
    return """
    JOIN line taken ON taken.location_id = c.source_id
    JOIN line given ON given.location_id = c.destination_id
    LEFT JOIN resource s ON s.id = c.source_id AND s.kind = 'location'
    LEFT JOIN resource d ON d.id = c.destination_id AND d.kind = 'location'
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.source_kind IS NULL THEN 'location-not-found'
    WHEN f.destination_kind IS NULL THEN 'destination-not-found'
    WHEN f.on_hand IS NULL THEN 'sku-not-found'
    WHEN f.destination_on_hand IS NULL THEN 'destination-sku-not-found'
    WHEN live.short_lines > 0 THEN 'insufficient-stock'
    WHEN f.destination_on_hand > 9007199254740991 - f.quantity THEN 'stock-limit'
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, StockMoveCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, StockMoveCommand.ACTION);
    statement.setObject(next++, command.from());
    statement.setObject(next++, command.to());
    statement.setString(next++, command.sku());
    statement.setLong(next++, command.quantity());
    statement.setString(next, command.reference().orElse(null));
  }
}
