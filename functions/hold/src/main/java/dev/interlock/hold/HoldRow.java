package dev.interlock.hold;

import dev.interlock.api.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/// A hold as reads show it.
final class HoldRow {

  /// The most characters of a currency that are shown. The table accepts any length, but an answer
  /// has a limit.
  static final int CURRENCY_CHARACTERS_MAX = 1000;

  private HoldRow() {}

  static Map<String, Object> body(ResultSet row) throws SQLException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", row.getString("id"));
    body.put("from", row.getString("source_id"));
    body.put("to", row.getString("destination_id"));
    body.put("amount", row.getLong("amount"));
    body.put("currency", row.getString("currency"));
    String reference = row.getString("reference");
    if (reference != null) {
      body.put("reference", reference);
    }
    body.put("expiresAt", time(row, "expires_at"));
    String state = row.getString("state");
    body.put("state", state);
    if (state.equals("settled")) {
      body.put("captured", row.getLong("captured"));
      body.put("settledAt", time(row, "settled_at"));
    }
    body.put("createdAt", time(row, "created_at"));
    return body;
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Timestamps.rfc3339(row.getObject(column, OffsetDateTime.class).toInstant());
  }
}
