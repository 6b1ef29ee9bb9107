package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.console.GuardedTable.GuardedRow;
import dev.interlock.console.GuardedTable.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Reads guarded rows, permissions and journals in one transaction, by their primary keys.
record TableReader(Connection connection) {
  /// The most permissions of a resource that are shown.
  private static final int PERMISSIONS_MAX = 20;

  static final String PERMISSIONS =
      """
      SELECT r.id, p.principal, p.role, p.expires_at
        FROM unnest(?::uuid[]) AS r (id)
       CROSS JOIN LATERAL (
         SELECT principal, role, expires_at FROM permission
          WHERE resource_id = r.id AND role <> 'none' ORDER BY principal LIMIT %d) p
      """
          .formatted(PERMISSIONS_MAX + 1);

  /// The rows of a table that are shown.
  ///
  /// @param truncated whether the table has others
  record Rows(Map<RowKey, GuardedRow> byKey, boolean truncated) {
    static final Rows NONE = new Rows(Map.of(), false);
  }

  /// All rows of a table, or if there are too many: the demo's, the named ones and the first ones.
  Rows rows(GuardedTable table, Collection<RowKey> named) throws SQLException {
    Map<RowKey, GuardedRow> first = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(table.first)) {
      read(select, table, first);
    }
    if (first.size() <= GuardedTable.ROWS_MAX) {
      return new Rows(first, false);
    }
    Map<RowKey, GuardedRow> rows = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(table.named)) {
      select.setArray(1, array("uuid", named.stream().map(RowKey::id).toArray()));
      select.setArray(2, array("text", named.stream().map(RowKey::sku).toArray()));
      read(select, table, rows);
    }
    first.forEach((key, row) -> {
      if (rows.size() < GuardedTable.ROWS_MAX) {
        rows.putIfAbsent(key, row);
      }
    });
    return new Rows(rows, true);
  }

  private static void read(
      PreparedStatement select, GuardedTable table, Map<RowKey, GuardedRow> rows)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        GuardedRow read = table.read(row);
        rows.put(read.key(), read);
      }
    }
  }

  java.sql.Array array(String type, Object... values) throws SQLException {
    return connection.createArrayOf(type, values);
  }

  /// Adds the permissions to the rows of resources.
  void addPermissions(Collection<GuardedRow> resources) throws SQLException {
    Map<UUID, ObjectNode> byId = new LinkedHashMap<>();
    for (GuardedRow resource : resources) {
      resource.json().putArray("permissions");
      byId.put(resource.key().id(), resource.json());
    }
    try (PreparedStatement select = connection.prepareStatement(PERMISSIONS)) {
      select.setArray(1, array("uuid", Set.copyOf(byId.keySet()).toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ObjectNode resource = Objects.requireNonNull(byId.get(row.getObject("id", UUID.class)));
          ArrayNode permissions = resource.withArray("permissions");
          if (permissions.size() == PERMISSIONS_MAX) {
            resource.put("more", true);
          } else {
            permissions.add(permission(row));
          }
        }
      }
    }
  }

  private static ObjectNode permission(ResultSet row) throws SQLException {
    ObjectNode permission = JsonNodeFactory.instance.objectNode();
    permission.put("principal", row.getString("principal")).put("role", row.getString("role"));
    OffsetDateTime expiresAt = row.getObject("expires_at", OffsetDateTime.class);
    if (expiresAt != null) {
      permission.put("expiresAt", Timestamps.rfc3339(expiresAt.toInstant()));
    }
    return permission;
  }

  /// The journal rows after these versions, at most [JournalTable#ROWS_MAX] of each guarded row.
  List<JournalRow> entries(JournalTable journal, Map<RowKey, Long> after) throws SQLException {
    List<JournalRow> entries = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(journal.after)) {
      select.setArray(1, array("uuid", after.keySet().stream().map(RowKey::id).toArray()));
      select.setArray(2, array("text", after.keySet().stream().map(RowKey::sku).toArray()));
      select.setArray(3, array("int8", after.values().toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(journal.read(row));
        }
      }
    }
    return entries;
  }

  /// The rows that a key has written, among the latest of these guarded rows.
  List<JournalRow> under(KeyName key, JournalTable journal, Collection<RowKey> guarded)
      throws SQLException {
    List<JournalRow> entries = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(journal.under)) {
      select.setArray(1, array("uuid", guarded.stream().map(RowKey::id).toArray()));
      select.setArray(2, array("text", guarded.stream().map(RowKey::sku).toArray()));
      select.setString(3, key.caller());
      select.setString(4, key.key());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          JournalRow entry = journal.read(row);
          if (entry.key().equals(Optional.of(key))) {
            entries.add(entry);
          }
        }
      }
    }
    return entries;
  }
}
