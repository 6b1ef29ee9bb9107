package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

/// The journals of the guarded tables.
enum JournalTable {
  ACCOUNT(
      GuardedTable.ACCOUNT,
      "account_id AS id, '' AS sku, version, amount, balance_after, reference, transfer_id AS"
          + " effect",
      "e.account_id = c.id") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("amount", row.getLong("amount")).put("after", row.getLong("balance_after"));
      putText(row, "reference", json);
    }

    @Override
    String operation(ResultSet row) throws SQLException {
      return row.getString("effect") == null ? OFFICE : "transfer";
    }
  },
  STOCK(
      GuardedTable.STOCK,
      "location_id AS id, sku, version, quantity, on_hand_after, reference, decrement_id AS effect",
      "e.location_id = c.id AND e.sku = c.sku") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("sku", row.getString("sku"));
      json.put("quantity", row.getLong("quantity")).put("after", row.getLong("on_hand_after"));
      putText(row, "reference", json);
    }

    @Override
    String operation(ResultSet row) throws SQLException {
      return row.getString("effect") == null ? OFFICE : "stock-decrement";
    }
  },
  PERMISSION(
      GuardedTable.RESOURCE,
      "resource_id AS id, '' AS sku, acl_version AS version, principal, previous_role, role",
      "e.resource_id = c.id") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("principal", row.getString("principal")).put("role", row.getString("role"));
      json.put("previousRole", row.getString("previous_role"));
    }

    @Override
    String operation(ResultSet row) throws SQLException {
      return row.getLong("version") == 0 ? OFFICE : "permission-change";
    }
  };

  /// The most rows of one guarded row that are read at once, the latest.
  static final int ROWS_MAX = 50;

  /// The latest rows of each guarded row among which those of a key are looked for. The journals
  /// have no index by key.
  private static final int SEARCHED_MAX = 1_000;

  private static final String OFFICE = "office";
  private static final String KEY = ", caller, idempotency_key, created_at";

  final GuardedTable guarded;

  /// The latest rows after some versions: of three arrays, of ids, SKUs and versions.
  final String after;

  /// The rows that a caller wrote under a key, of two arrays, of ids and SKUs.
  final String under;

  JournalTable(GuardedTable guarded, String columns, String joined) {
    this.guarded = guarded;
    String table = name().toLowerCase(Locale.ROOT);
    String version = guarded == GuardedTable.RESOURCE ? "acl_version" : "version";
    String latest =
        "(SELECT "
            + columns
            + KEY
            + " FROM "
            + table
            + "_entry e WHERE "
            + joined
            + "%s ORDER BY e."
            + version
            + " DESC LIMIT %d)";
    after =
        "SELECT e.* FROM unnest(?::uuid[], ?::text[], ?::int8[]) AS c (id, sku, version)"
            + " CROSS JOIN LATERAL "
            + latest.formatted(" AND e." + version + " > c.version", ROWS_MAX)
            + " e";
    under =
        "SELECT e.* FROM unnest(?::uuid[], ?::text[]) AS c (id, sku) CROSS JOIN LATERAL "
            + latest.formatted("", SEARCHED_MAX)
            + " e WHERE e.caller = ? AND e.idempotency_key = ?";
  }

  abstract void put(ResultSet row, ObjectNode json) throws SQLException;

  /// The operation that keeps the key of a row.
  abstract String operation(ResultSet row) throws SQLException;

  JournalRow read(ResultSet row) throws SQLException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("journal", name().toLowerCase(Locale.ROOT)).put("resource", row.getString("id"));
    json.put("version", row.getLong("version"));
    put(row, json);
    Optional<KeyName> key = Optional.empty();
    String caller = row.getString("caller");
    String text = row.getString("idempotency_key");
    if (caller != null && text != null) {
      key = Optional.of(new KeyName(caller, operation(row), text));
      json.put("caller", caller).put("operation", operation(row)).put("key", text);
    }
    Instant at = row.getObject("created_at", OffsetDateTime.class).toInstant();
    json.put("at", Timestamps.rfc3339(at));
    return new JournalRow(at, row.getLong("version"), key, json);
  }

  private static void putText(ResultSet row, String column, ObjectNode json) throws SQLException {
    String text = row.getString(column);
    if (text != null) {
      json.put(column, text);
    }
  }
}
