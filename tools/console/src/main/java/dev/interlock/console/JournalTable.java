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
      """
      account_id AS id, '' AS sku, version, amount, balance_after, held, held_after, reference,
      CASE WHEN transfer_id IS NOT NULL THEN 'transfer'
           WHEN settlement_id IS NOT NULL THEN 'settlement'
           WHEN hold_id IS NOT NULL THEN 'hold' ELSE 'office' END AS operation\
      """,
      "e.account_id = c.id") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("amount", row.getLong("amount")).put("after", row.getLong("balance_after"));
      putPromised(row, "held", json);
      putText(row, "reference", json);
    }
  },
  STOCK(
      GuardedTable.STOCK,
      """
      location_id AS id, sku, version, quantity, on_hand_after, reserved, reserved_after, reference,
      CASE WHEN decrement_id IS NOT NULL THEN 'stock-decrement'
           WHEN settlement_id IS NOT NULL THEN 'reservation-settlement'
           WHEN reservation_id IS NOT NULL THEN 'stock-reservation' ELSE 'office' END AS operation\
      """,
      "e.location_id = c.id AND e.sku = c.sku") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("sku", row.getString("sku"));
      json.put("quantity", row.getLong("quantity")).put("after", row.getLong("on_hand_after"));
      putPromised(row, "reserved", json);
      putText(row, "reference", json);
    }
  },
  PERMISSION(
      GuardedTable.RESOURCE,
      """
      resource_id AS id, '' AS sku, acl_version AS version, principal, previous_role, role,
      CASE WHEN acl_version = 0 THEN 'office' ELSE 'permission-change' END AS operation\
      """,
      "e.resource_id = c.id") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("principal", row.getString("principal")).put("role", row.getString("role"));
      json.put("previousRole", row.getString("previous_role"));
    }
  };

  /// The most rows of one guarded row that are read at once, the latest.
  static final int ROWS_MAX = 50;

  /// The latest rows of each guarded row among which those of a key are looked for. The journals
  /// have no index by key.
  private static final int SEARCHED_MAX = 1_000;

  /// Every journal's columns. The operation, in each, is the one that keeps the key of a row.
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

  JournalRow read(ResultSet row) throws SQLException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("journal", name().toLowerCase(Locale.ROOT)).put("resource", row.getString("id"));
    json.put("version", row.getLong("version"));
    put(row, json);
    Optional<KeyName> key = Optional.empty();
    String caller = row.getString("caller");
    String text = row.getString("idempotency_key");
    if (caller != null && text != null) {
      String operation = row.getString("operation");
      key = Optional.of(new KeyName(caller, operation, text));
      json.put("caller", caller).put("operation", operation).put("key", text);
    }
    Instant at = row.getObject("created_at", OffsetDateTime.class).toInstant();
    json.put("at", Timestamps.rfc3339(at));
    return new JournalRow(at, row.getLong("version"), key, json);
  }

  /// What is held of money or reserved of stock, where the row changed it.
  private static void putPromised(ResultSet row, String column, ObjectNode json)
      throws SQLException {
    long change = row.getLong(column);
    if (!row.wasNull()) {
      json.put(column, change).put(column + "After", row.getLong(column + "_after"));
    }
  }

  private static void putText(ResultSet row, String column, ObjectNode json) throws SQLException {
    String text = row.getString(column);
    if (text != null) {
      json.put(column, text);
    }
  }
}
