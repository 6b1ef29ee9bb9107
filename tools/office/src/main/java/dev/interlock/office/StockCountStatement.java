package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Sets the stock on hand to what was counted. Refused if it has changed since the count, or if
/// less was counted than is reserved.
final class StockCountStatement extends StockStatement<StockCountCommand> {

  @Override
  protected String command() {
    return """
    ?::text AS action, ?::uuid AS location_id, ?::text AS sku, ?::bigint AS expected,
    ?::bigint AS counted, ?::text AS reference
    """;
  }

  @Override
  protected String lookups() {
    return """
    line AS MATERIALIZED (
      SELECT c.location_id, c.sku, c.counted - c.expected AS quantity, s.on_hand, s.reserved, s.version
        FROM command c
        LEFT JOIN stock s ON s.location_id = c.location_id AND s.sku = c.sku
    )
    """;
  }

  @Override
  protected String found() {
    return "r.kind, l.on_hand\n";
  }

  @Override
  protected String joins() {
    return """
    CROSS JOIN line l
    LEFT JOIN resource r ON r.id = c.location_id AND r.kind = 'location'
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.kind IS NULL THEN 'location-not-found'
    WHEN f.on_hand IS NULL THEN 'sku-not-found'
    WHEN f.on_hand <> f.expected THEN 'stock-mismatch'
    WHEN live.short_lines > 0 THEN 'insufficient-stock'
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, StockCountCommand command) throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, StockCountCommand.ACTION);
    statement.setObject(next++, command.location());
    statement.setString(next++, command.sku());
    statement.setLong(next++, command.expected());
    statement.setLong(next++, command.counted());
    statement.setString(next, command.reference().orElse(null));
  }
}
