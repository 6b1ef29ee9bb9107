package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Shows what is remembered under the keys that journal rows and calls name. The table of keys has
/// no order of time that could be read without its index.
final class KeyView {
  private static final int KEYS_PER_LOOK_MAX = 200;
  private static final int SHOWN_MAX = 1_000;

  static final String REMEMBERED =
      """
      SELECT i.caller, i.operation, i.idempotency_key, i.verdict, i.created_at
        FROM unnest(?::text[], ?::text[], ?::text[]) AS k (caller, operation, key)
        JOIN idempotency i ON i.caller = k.caller AND i.operation = k.operation
         AND i.idempotency_key = k.key
       ORDER BY i.created_at
      """;

  private final Set<KeyName> asked = new LinkedHashSet<>();
  private final LinkedHashSet<KeyName> seen = new LinkedHashSet<>();

  /// Asks for a key at the next look.
  void ask(KeyName key) {
    if (asked.size() < KEYS_PER_LOOK_MAX && !seen.contains(key)) {
      asked.add(key);
    }
  }

  /// Shows journal rows, and the verdicts under their keys and those asked for.
  void look(TableReader reader, List<JournalRow> entries, Shown shown) throws SQLException {
    entries.forEach(entry -> entry.key().ifPresent(this::ask));
    entries.forEach(entry -> shown.show("move", entry.json()));
    if (asked.isEmpty()) {
      return;
    }
    List<KeyName> keys = List.copyOf(asked);
    try (PreparedStatement select = reader.connection().prepareStatement(REMEMBERED)) {
      select.setArray(1, reader.array("text", keys.stream().map(KeyName::caller).toArray()));
      select.setArray(2, reader.array("text", keys.stream().map(KeyName::operation).toArray()));
      select.setArray(3, reader.array("text", keys.stream().map(KeyName::key).toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          show(row, shown);
        }
      }
    }
    asked.clear();
  }

  private void show(ResultSet row, Shown shown) throws SQLException {
    KeyName key =
        new KeyName(
            row.getString("caller"), row.getString("operation"), row.getString("idempotency_key"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("operation", key.operation()).put("caller", key.caller()).put("key", key.key());
    String verdict = row.getString("verdict");
    json.put("verdict", verdict).put("refused", !verdict.equals("accepted"));
    VerdictStatus.of(key.operation(), verdict).ifPresent(status -> json.put("status", status));
    OffsetDateTime at = row.getObject("created_at", OffsetDateTime.class);
    json.put("at", Timestamps.rfc3339(at.toInstant()));
    shown.show("verdict", json);
    seen.add(key);
    if (seen.size() > SHOWN_MAX) {
      seen.removeFirst();
    }
  }
}
