package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;

/// The tables whose rows the console shows, and how it finds some of them by their primary keys
/// only, because the tables can be large.
enum GuardedTable {
  ACCOUNT(
      "id",
      "''",
      "version, currency, balance, status, "
          + live("held", "amount", "hold p WHERE p.source_id = t.id")) {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("currency", row.getString("currency"));
      json.put("balance", row.getLong("balance")).put("status", row.getString("status"));
      json.put("held", row.getLong("held")).put("version", row.getLong("version"));
    }
  },
  STOCK(
      "location_id",
      "sku",
      "version, on_hand, "
          + live(
              "reserved",
              "quantity",
              "reservation_line p WHERE p.location_id = t.location_id AND p.sku = t.sku")) {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("onHand", row.getLong("on_hand")).put("reserved", row.getLong("reserved"));
      json.put("version", row.getLong("version"));
    }
  },
  RESOURCE("id", "''", "acl_version AS version, kind") {
    @Override
    void put(ResultSet row, ObjectNode json) throws SQLException {
      json.put("kind", row.getString("kind")).put("aclVersion", row.getLong("version"));
    }
  };

  /// The most rows of a table that are shown.
  static final int ROWS_MAX = 100;

  /// The key of a row: the SKU is empty except for stock.
  record RowKey(UUID id, String sku) {}

  /// A row as it is shown.
  record GuardedRow(RowKey key, long version, ObjectNode json) {}

  private static final String DEMO_IDS =
      "BETWEEN '%1$s0000000-0000-4000-8000-000000000000' AND"
          + " '%1$s0000000-0000-4000-8000-ffffffffffff'";

  /// The first rows, one more than are shown: it tells whether there are others.
  final String first;

  /// The demo's rows, then those of two arrays, of ids and of SKUs.
  final String named;

  GuardedTable(String id, String sku, String values) {
    String table = name().toLowerCase(Locale.ROOT);
    String columns = "t." + id + " AS id, " + sku + " AS sku, " + values;
    String order = sku.equals("sku") ? id + ", sku" : id;
    String select = "SELECT " + columns + " FROM " + table + " t";
    first = select + " ORDER BY " + order + " LIMIT " + (ROWS_MAX + 1);
    String demo = "(" + select + " WHERE t." + id + " %s ORDER BY " + order + " LIMIT 20)";
    named =
        demo.formatted(DEMO_IDS.formatted("a"))
            + " UNION ALL "
            + demo.formatted(DEMO_IDS.formatted("b"))
            + " UNION ALL SELECT "
            + columns
            + " FROM unnest(?::uuid[], ?::text[]) AS n (row_id, row_sku) JOIN "
            + table
            + " t ON t."
            + id
            + " = n.row_id"
            + (sku.equals("sku") ? " AND t.sku = n.row_sku" : "");
  }

  /// What counts of a sum of promises. The row's own includes those that have expired until a
  /// statement needs what they set aside.
  private static String live(String sum, String amount, String promises) {
    return "CASE WHEN "
        + sum
        + " > 0 THEN "
        + sum
        + " - (SELECT coalesce(sum(p."
        + amount
        + "), 0)::int8 FROM "
        + promises
        + " AND p.state = 'open' AND p.expires_at <= now()) ELSE 0 END AS "
        + sum;
  }

  abstract void put(ResultSet row, ObjectNode json) throws SQLException;

  GuardedRow read(ResultSet row) throws SQLException {
    RowKey key = new RowKey(row.getObject("id", UUID.class), row.getString("sku"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (this == STOCK) {
      json.put("location", key.id().toString()).put("sku", key.sku());
    } else {
      json.put("id", key.id().toString());
    }
    put(row, json);
    return new GuardedRow(key, row.getLong("version"), json);
  }
}
