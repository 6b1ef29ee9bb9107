package dev.interlock.office;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/// Receives stock.
final class StockReceiptStatement extends StockStatement<StockReceiptCommand> {

  @Override
  protected String command() {
    return """
    ?::text AS action, ?::uuid AS location_id, ?::text AS sku, ?::bigint AS quantity,
    ?::text AS reference
    """;
  }

  @Override
  protected String lookups() {
    return """
    line AS MATERIALIZED (
      SELECT c.location_id, c.sku, c.quantity, s.on_hand, s.reserved, s.version
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
    WHEN f.on_hand > 9007199254740991 - f.quantity THEN 'stock-limit'
    """;
  }

  @Override
  protected void bind(PreparedStatement statement, StockReceiptCommand command)
      throws SQLException {
    int next = OWN_PARAMETERS;
    statement.setString(next++, StockReceiptCommand.ACTION);
    statement.setObject(next++, command.location());
    statement.setString(next++, command.sku());
    statement.setLong(next++, command.quantity());
    statement.setString(next, command.reference().orElse(null));
  }
}
