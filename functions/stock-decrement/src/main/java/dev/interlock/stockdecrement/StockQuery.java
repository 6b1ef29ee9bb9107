package dev.interlock.stockdecrement;

import dev.interlock.api.Caller;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The body for one SKU's stock; empty when it is absent or the caller has no live grant on the
/// location.
record StockQuery(UUID location, String sku, Caller caller)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  private static final String SQL =
      """
      SELECT s.location_id, s.sku, s.on_hand, s.version
        FROM permission p
        JOIN stock s ON s.location_id = p.resource_id
       WHERE p.resource_id = ? AND p.principal = ? AND s.sku = ? AND p.role <> 'none'
         AND (p.expires_at IS NULL OR p.expires_at > clock_timestamp())
      """;

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, location);
    statement.setString(2, caller.subject());
    statement.setString(3, sku);
  }

  @Override
  public Optional<Map<String, Object>> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("location", rows.getString("location_id"));
    body.put("sku", rows.getString("sku"));
    body.put("onHand", rows.getLong("on_hand"));
    body.put("version", rows.getLong("version"));
    return Optional.of(body);
  }
}
