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

  // Only live reservations are shown, by the same reading of the clock as the grant.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT s.location_id, s.sku, s.on_hand, s.version,
             s.reserved - CASE WHEN s.reserved = 0 THEN 0 ELSE (
               SELECT coalesce(sum(r.quantity), 0)::bigint
                 FROM reservation_line r
                WHERE r.location_id = s.location_id AND r.sku = s.sku AND r.state = 'open'
                  AND r.expires_at <= t.now) END AS reserved
        FROM clock t
        JOIN permission p ON p.resource_id = ? AND p.principal = ? AND p.role <> 'none'
             AND (p.expires_at IS NULL OR p.expires_at > t.now)
        JOIN stock s ON s.location_id = p.resource_id AND s.sku = ?
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
    long onHand = rows.getLong("on_hand");
    long reserved = rows.getLong("reserved");
    body.put("onHand", onHand);
    body.put("reserved", reserved);
    body.put("available", onHand - reserved);
    body.put("version", rows.getLong("version"));
    return Optional.of(body);
  }
}
