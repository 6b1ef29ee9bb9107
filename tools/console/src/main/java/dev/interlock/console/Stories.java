package dev.interlock.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.console.GuardedTable.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Reads what the database holds about one key, or about one row.
final class Stories {
  static final String REMEMBERED =
      """
      SELECT verdict, detail::text, created_at FROM idempotency_history
       WHERE caller = ? AND operation = ? AND idempotency_key = ?
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConsoleStack stack;

  Stories(ConsoleStack stack) {
    this.stack = stack;
  }

  /// One read in a transaction.
  private interface Read<T> {
    T from(TableReader reader) throws SQLException;
  }

  private <T> T read(Read<T> read) throws RefusedCommand {
    try (Connection connection = ReadTransaction.connect(stack.database().owner())) {
      T result = read.from(ReadTransaction.begin(connection));
      connection.rollback();
      return result;
    } catch (SQLException unreachable) {
      throw new RefusedCommand(
          503, "Database unavailable", "SQLSTATE " + unreachable.getSQLState() + ".");
    }
  }

  /// What is remembered under a key, and the journal rows that were written under it, if they are
  /// among the latest of the rows that the console shows.
  ///
  /// @param named the rows that are shown even if their tables have too many
  ObjectNode ofKey(KeyName key, List<RowKey> named) throws RefusedCommand {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("caller", key.caller()).put("operation", key.operation()).put("key", key.key());
    return read(reader -> {
      addRemembered(key, reader, json);
      ArrayNode rows = json.putArray("rows");
      if (json.path("found").asBoolean()) {
        for (JournalRow entry : under(key, named, reader)) {
          rows.add(entry.json());
        }
      }
      return json;
    });
  }

  private static void addRemembered(KeyName key, TableReader reader, ObjectNode json)
      throws SQLException {
    try (PreparedStatement select = reader.connection().prepareStatement(REMEMBERED)) {
      select.setString(1, key.caller());
      select.setString(2, key.operation());
      select.setString(3, key.key());
      try (ResultSet row = select.executeQuery()) {
        boolean found = row.next();
        json.put("found", found);
        if (found) {
          String verdict = row.getString("verdict");
          json.put("verdict", verdict);
          VerdictStatus.of(key.operation(), verdict)
              .ifPresent(status -> json.put("status", status));
          json.set("detail", JSON.readTree(row.getString("detail")));
          OffsetDateTime at = row.getObject("created_at", OffsetDateTime.class);
          json.putObject("remembered").put("at", Timestamps.rfc3339(at.toInstant()));
        }
      }
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<JournalRow> under(KeyName key, List<RowKey> named, TableReader reader)
      throws SQLException {
    List<JournalRow> rows = new ArrayList<>();
    for (JournalTable journal : JournalTable.values()) {
      rows.addAll(reader.under(key, journal, reader.rows(journal.guarded, named).byKey().keySet()));
    }
    rows.sort(Comparator.comparing(JournalRow::at).thenComparingLong(JournalRow::version));
    return rows;
  }

  /// The latest journal rows of a guarded row, the latest first.
  ObjectNode ofRow(Map<String, String> query) throws RefusedCommand {
    JournalTable journal;
    UUID id;
    try {
      journal = JournalTable.valueOf(query.getOrDefault("journal", "").toUpperCase(Locale.ROOT));
      id = UUID.fromString(query.getOrDefault("resource", ""));
    } catch (IllegalArgumentException noSuchRow) {
      throw RefusedCommand.malformed("A journal is account, stock or permission of a resource.");
    }
    RowKey key = new RowKey(id, query.getOrDefault("sku", ""));
    List<JournalRow> entries =
        new ArrayList<>(read(reader -> reader.entries(journal, Map.of(key, -1L))));
    entries.sort(Comparator.comparingLong(JournalRow::version).reversed());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = json.putArray("rows");
    entries.forEach(entry -> rows.add(entry.json()));
    return json;
  }
}
