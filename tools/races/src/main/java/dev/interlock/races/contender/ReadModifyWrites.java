package dev.interlock.races.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// What an object-relational mapper does: reads the rows, computes in Java, and writes the results
/// back. No check of permissions on money and stock, no key, no journal.
final class ReadModifyWrites implements Writes {

  private static final String BALANCES = "SELECT id, balance FROM account WHERE id IN (?, ?)";

  private static final String SET_BALANCE = "UPDATE account SET balance = ? WHERE id = ?";

  @Override
  public Result transfer(Connection connection, Order.Transfer order) throws SQLException {
    Map<UUID, Long> balances = balances(connection, order.from(), order.to());
    Long from = balances.get(order.from());
    Long to = balances.get(order.to());
    if (from == null || to == null || from < order.amountMinor()) {
      return Writes.end(connection, false);
    }
    try (PreparedStatement set = connection.prepareStatement(SET_BALANCE)) {
      set.setLong(1, from - order.amountMinor());
      set.setObject(2, order.from());
      set.addBatch();
      set.setLong(1, to + order.amountMinor());
      set.setObject(2, order.to());
      set.addBatch();
      set.executeBatch();
    }
    return Writes.end(connection, true);
  }

  private static Map<UUID, Long> balances(Connection connection, UUID one, UUID other)
      throws SQLException {
    Map<UUID, Long> balances = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(BALANCES)) {
      select.setObject(1, one);
      select.setObject(2, other);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          balances.put(rows.getObject(1, UUID.class), rows.getLong(2));
        }
      }
    }
    return balances;
  }

  private static final String ON_HAND =
      "SELECT sku, on_hand FROM stock WHERE location_id = ? AND sku = ANY (?)";

  private static final String SET_ON_HAND =
      "UPDATE stock SET on_hand = ? WHERE location_id = ? AND sku = ?";

  @Override
  public Result decrement(Connection connection, Order.Decrement order) throws SQLException {
    Map<String, Long> onHand = onHand(connection, order);
    boolean enough =
        order.quantities().entrySet().stream()
            .allMatch(line -> onHand.getOrDefault(line.getKey(), 0L) >= line.getValue());
    if (enough) {
      try (PreparedStatement set = connection.prepareStatement(SET_ON_HAND)) {
        for (Map.Entry<String, Long> line : order.quantities().entrySet()) {
          set.setLong(1, onHand.getOrDefault(line.getKey(), 0L) - line.getValue());
          set.setObject(2, order.location());
          set.setString(3, line.getKey());
          set.addBatch();
        }
        set.executeBatch();
      }
    }
    return Writes.end(connection, enough);
  }

  private static Map<String, Long> onHand(Connection connection, Order.Decrement order)
      throws SQLException {
    Map<String, Long> onHand = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ON_HAND)) {
      select.setObject(1, order.location());
      select.setArray(2, connection.createArrayOf("text", order.quantities().keySet().toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          onHand.put(rows.getString(1), rows.getLong(2));
        }
      }
    }
    return onHand;
  }

  private static final String ROLES =
      """
      SELECT principal, role FROM permission
       WHERE resource_id = ? AND (expires_at IS NULL OR expires_at > now())
      """;

  private static final String SET_ROLE =
      """
      INSERT INTO permission (resource_id, principal, role) VALUES (?, ?, ?)
      ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at
      """;

  @Override
  public Result change(Connection connection, Order.Change order) throws SQLException {
    Map<String, String> roles = roles(connection, order.resource());
    String callerRole = roles.getOrDefault(order.caller(), Grants.NONE);
    roles.put(order.principal(), order.role());
    boolean allowed =
        Grants.allow(callerRole, order) && roles.values().stream().anyMatch(Grants::isOwner);
    if (allowed) {
      try (PreparedStatement set = connection.prepareStatement(SET_ROLE)) {
        set.setObject(1, order.resource());
        set.setString(2, order.principal());
        set.setString(3, order.role());
        set.executeUpdate();
      }
    }
    return Writes.end(connection, allowed);
  }

  private static Map<String, String> roles(Connection connection, UUID resource)
      throws SQLException {
    Map<String, String> roles = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(ROLES)) {
      select.setObject(1, resource);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          roles.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    return roles;
  }

  private static final String LIVE_HOLD =
      "SELECT state, amount FROM hold WHERE id = ? AND expires_at > now()";

  private static final String SET_SETTLED =
      "UPDATE hold SET state = 'settled', captured = ?, settled_at = now() WHERE id = ?";

  @Override
  public Result settle(Connection connection, Order.Settlement order) throws SQLException {
    PlacedHold hold = order.hold();
    boolean held = isHeld(connection, order);
    Map<UUID, Long> balances = balances(connection, hold.from(), hold.to());
    if (held) {
      try (PreparedStatement set = connection.prepareStatement(SET_BALANCE);
          PreparedStatement settle = connection.prepareStatement(SET_SETTLED)) {
        set.setLong(1, balances.getOrDefault(hold.to(), 0L) + order.amountMinor());
        set.setObject(2, hold.to());
        set.addBatch();
        set.setLong(1, balances.getOrDefault(hold.from(), 0L) - order.amountMinor());
        set.setObject(2, hold.from());
        set.addBatch();
        set.executeBatch();
        settle.setLong(1, order.amountMinor());
        settle.setObject(2, hold.id());
        settle.executeUpdate();
      }
    }
    return Writes.end(connection, held);
  }

  private static boolean isHeld(Connection connection, Order.Settlement order) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LIVE_HOLD)) {
      select.setObject(1, order.hold().id());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            && row.getString(1).equals("open")
            && row.getLong(2) >= order.amountMinor();
      }
    }
  }

  @Override
  public boolean does(MeasuredOperation operation) {
    return true;
  }
}
