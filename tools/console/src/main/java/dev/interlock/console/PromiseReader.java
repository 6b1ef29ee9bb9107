package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.console.GuardedTable.GuardedRow;
import dev.interlock.console.GuardedTable.RowKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Reads the holds and reservations that count now, for the rows that have some.
record PromiseReader(TableReader reader) {
  /// The most promises of a row that are shown: those that expire first.
  private static final int PROMISES_MAX = 10;

  static final String HOLDS =
      """
      SELECT h.* FROM unnest(?::uuid[], ?::text[]) AS r (id, sku)
       CROSS JOIN LATERAL (
         SELECT source_id AS row_id, '' AS row_sku, id, amount, destination_id, expires_at FROM hold
          WHERE source_id = r.id AND state = 'open' AND expires_at > now()
          ORDER BY expires_at, id LIMIT %d) h
      """
          .formatted(PROMISES_MAX);

  static final String RESERVATIONS =
      """
      SELECT l.* FROM unnest(?::uuid[], ?::text[]) AS r (id, sku)
       CROSS JOIN LATERAL (
         SELECT location_id AS row_id, sku AS row_sku, reservation_id AS id, quantity AS amount,
                NULL::uuid AS destination_id, expires_at
           FROM reservation_line
          WHERE location_id = r.id AND sku = r.sku AND state = 'open' AND expires_at > now()
          ORDER BY expires_at LIMIT %d) l
      """
          .formatted(PROMISES_MAX);

  void addHolds(Collection<GuardedRow> accounts) throws SQLException {
    add(HOLDS, "held", accounts);
  }

  void addReservations(Collection<GuardedRow> stock) throws SQLException {
    add(RESERVATIONS, "reserved", stock);
  }

  /// @param sum the member with the sum of the promises: most rows have none, and are not looked up
  private void add(String sql, String sum, Collection<GuardedRow> rows) throws SQLException {
    Map<RowKey, ObjectNode> promised = new LinkedHashMap<>();
    for (GuardedRow row : rows) {
      row.json().putArray("promises");
      if (row.json().path(sum).asLong() > 0) {
        promised.put(row.key(), row.json());
      }
    }
    if (promised.isEmpty()) {
      return;
    }
    try (PreparedStatement select = reader.connection().prepareStatement(sql)) {
      select.setArray(
          1, reader.array("uuid", promised.keySet().stream().map(RowKey::id).toArray()));
      select.setArray(
          2, reader.array("text", promised.keySet().stream().map(RowKey::sku).toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          RowKey key = new RowKey(row.getObject("row_id", UUID.class), row.getString("row_sku"));
          Objects.requireNonNull(promised.get(key)).withArray("promises").add(promise(row));
        }
      }
    }
  }

  private static ObjectNode promise(ResultSet row) throws SQLException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", row.getString("id")).put("amount", row.getLong("amount"));
    String destination = row.getString("destination_id");
    if (destination != null) {
      json.put("to", destination);
    }
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    return json.put("expiresAt", Timestamps.rfc3339(expiresAt.toInstant()));
  }
}
