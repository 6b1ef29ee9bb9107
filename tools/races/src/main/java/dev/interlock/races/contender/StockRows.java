package dev.interlock.races.contender;

import static dev.interlock.races.contender.Verdicts.ACCEPTED;

import dev.interlock.json.JsonText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// The stock of a decrement's lines, as a transaction has read it, and the writes to it.
///
/// At SERIALIZABLE no other write can come in between, so the values read can be computed with.
record StockRows(Order.Decrement order, Map<String, Stock> found) {

  record Stock(long onHand, long version) {}

  private static final String STOCK =
      "SELECT sku, on_hand, version FROM stock WHERE location_id = ? AND sku = ANY (?)";

  static StockRows read(Connection connection, Order.Decrement order) throws SQLException {
    Map<String, Stock> found = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(STOCK)) {
      select.setObject(1, order.location());
      select.setArray(2, connection.createArrayOf("text", order.quantities().keySet().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), new Stock(rows.getLong(2), rows.getLong(3)));
        }
      }
    }
    return new StockRows(order, found);
  }

  /// The verdict, by the precedence of the contract.
  String verdict(String role) {
    if (role.equals(Grants.NONE)) {
      return "location-not-found";
    }
    if (!Grants.mayWrite(role)) {
      return "role-insufficient";
    }
    if (found.size() < order.quantities().size()) {
      return "sku-not-found";
    }
    return available().isEmpty() ? ACCEPTED : "insufficient-stock";
  }

  String firstAbsent() {
    return order.quantities().keySet().stream()
        .filter(sku -> !found.containsKey(sku))
        .findFirst()
        .orElseThrow();
  }

  /// The stock of the SKUs that are short.
  Map<String, Long> available() {
    Map<String, Long> available = new TreeMap<>();
    found.forEach((sku, stock) -> {
      if (stock.onHand() < quantity(sku)) {
        available.put(sku, stock.onHand());
      }
    });
    return available;
  }

  private long quantity(String sku) {
    return order.quantities().getOrDefault(sku, 0L);
  }

  private static final String UPDATE =
      """
      UPDATE stock SET on_hand = on_hand - ?, version = version + 1
       WHERE location_id = ? AND sku = ?
      """;

  private static final String JOURNAL =
      """
      INSERT INTO stock_entry
        (location_id, sku, version, decrement_id, quantity, on_hand_after, caller, idempotency_key)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  /// Takes every line and journals it; returns the detail to store.
  String take(Connection connection) throws SQLException {
    UUID id = UUID.randomUUID();
    Map<String, Long> onHand = new TreeMap<>();
    try (PreparedStatement update = connection.prepareStatement(UPDATE);
        PreparedStatement journal = connection.prepareStatement(JOURNAL)) {
      for (Map.Entry<String, Stock> line : found.entrySet()) {
        long quantity = quantity(line.getKey());
        long after = line.getValue().onHand() - quantity;
        onHand.put(line.getKey(), after);
        update.setLong(1, quantity);
        update.setObject(2, order.location());
        update.setString(3, line.getKey());
        update.addBatch();
        journal.setObject(1, order.location());
        journal.setString(2, line.getKey());
        journal.setLong(3, line.getValue().version() + 1);
        journal.setObject(4, id);
        journal.setLong(5, -quantity);
        journal.setLong(6, after);
        journal.setString(7, order.caller());
        journal.setString(8, order.key());
        journal.addBatch();
      }
      update.executeBatch();
      journal.executeBatch();
    }
    return JsonText.of(Map.of("id", id.toString(), "onHand", onHand));
  }
}
