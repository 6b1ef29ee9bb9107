package dev.interlock.stockreservation;

import dev.interlock.api.Caller;
import dev.interlock.api.Timestamps;
import dev.interlock.write.ConsistentQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The body for a reservation; empty when it is absent or the caller has no live grant on its
/// location.
record StockReservationQuery(UUID reservation, Caller caller)
    implements ConsistentQuery<Optional<Map<String, Object>>> {

  // The clock is read once, for the grant and for the reservation. The functions write at most 100
  // lines and references of 140 characters, but the table accepts more, and an answer has a limit.
  private static final String SQL =
      """
      WITH clock AS MATERIALIZED (SELECT clock_timestamp() AS now)
      SELECT r.reservation_id, r.location_id, left(r.sku, 1000) AS sku, r.quantity, r.taken,
             left(r.reference, 1000) AS reference, r.expires_at, r.created_at, r.settled_at,
             CASE WHEN r.state = 'open' AND r.expires_at <= t.now THEN 'expired'
                  ELSE r.state END AS state
        FROM clock t
        JOIN reservation_line r ON r.reservation_id = ?
        JOIN permission p ON p.resource_id = r.location_id AND p.principal = ?
             AND p.role <> 'none' AND (p.expires_at IS NULL OR p.expires_at > t.now)
       ORDER BY r.sku COLLATE "C"
       LIMIT 500
      """;

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    statement.setObject(1, reservation);
    statement.setString(2, caller.subject());
  }

  @Override
  public Optional<Map<String, Object>> read(ResultSet rows) throws SQLException {
    if (!rows.next()) {
      return Optional.empty();
    }
    List<Map<String, Object>> lines = new ArrayList<>();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", rows.getString("reservation_id"));
    body.put("location", rows.getString("location_id"));
    body.put("lines", lines);
    String reference = rows.getString("reference");
    if (reference != null) {
      body.put("reference", reference);
    }
    body.put("expiresAt", time(rows, "expires_at"));
    String state = rows.getString("state");
    body.put("state", state);
    body.put("createdAt", time(rows, "created_at"));
    boolean settled = state.equals("settled");
    if (settled) {
      body.put("settledAt", time(rows, "settled_at"));
    }
    do {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("sku", rows.getString("sku"));
      line.put("quantity", rows.getLong("quantity"));
      if (settled) {
        line.put("taken", rows.getLong("taken"));
      }
      lines.add(line);
    } while (rows.next());
    return Optional.of(body);
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Timestamps.rfc3339(row.getObject(column, OffsetDateTime.class).toInstant());
  }
}
