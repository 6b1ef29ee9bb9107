package dev.interlock.races.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;

/// What most samples do: conditional UPDATEs in one transaction, which lock the rows in the order
/// of the request. No check of permissions on money and stock, no key, no journal.
final class ConditionalUpdates implements Writes {

  private static final String DEBIT =
      "UPDATE account SET balance = balance - ? WHERE id = ? AND balance >= ?";

  private static final String CREDIT = "UPDATE account SET balance = balance + ? WHERE id = ?";

  @Override
  public Result transfer(Connection connection, Order.Transfer order) throws SQLException {
    try (PreparedStatement debit = connection.prepareStatement(DEBIT);
        PreparedStatement credit = connection.prepareStatement(CREDIT)) {
      debit.setLong(1, order.amountMinor());
      debit.setObject(2, order.from());
      debit.setLong(3, order.amountMinor());
      credit.setLong(1, order.amountMinor());
      credit.setObject(2, order.to());
      return Writes.end(connection, debit.executeUpdate() == 1 && credit.executeUpdate() == 1);
    }
  }

  private static final String TAKE =
      """
      UPDATE stock SET on_hand = on_hand - ?
       WHERE location_id = ? AND sku = ? AND on_hand >= ?
      """;

  // One batch, as in tuned code, so that it does not wait for the answer to each line.
  @Override
  public Result decrement(Connection connection, Order.Decrement order) throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE)) {
      for (Map.Entry<String, Long> line : order.quantities().entrySet()) {
        take.setLong(1, line.getValue());
        take.setObject(2, order.location());
        take.setString(3, line.getKey());
        take.setLong(4, line.getValue());
        take.addBatch();
      }
      int[] rows = take.executeBatch();
      return Writes.end(connection, Arrays.stream(rows).allMatch(count -> count == 1));
    }
  }

  private static final String CALLER_ROLE =
      """
      SELECT role FROM permission
       WHERE resource_id = ? AND principal = ? AND (expires_at IS NULL OR expires_at > now())
      """;

  // The statement keeps the last owner, by a condition as above.
  private static final String GRANT =
      """
      INSERT INTO permission (resource_id, principal, role)
      SELECT ?, ?, ?
       WHERE ? OR EXISTS (SELECT 1 FROM permission
                           WHERE resource_id = ? AND principal <> ? AND role = 'owner')
      ON CONFLICT (resource_id, principal)
        DO UPDATE SET role = excluded.role, expires_at = excluded.expires_at
      """;

  @Override
  public Result change(Connection connection, Order.Change order) throws SQLException {
    String callerRole = callerRole(connection, order.resource(), order.caller());
    try (PreparedStatement grant = connection.prepareStatement(GRANT)) {
      grant.setObject(1, order.resource());
      grant.setString(2, order.principal());
      grant.setString(3, order.role());
      grant.setBoolean(4, order.role().equals("owner"));
      grant.setObject(5, order.resource());
      grant.setString(6, order.principal());
      return Writes.end(connection, Grants.allow(callerRole, order) && grant.executeUpdate() == 1);
    }
  }

  private static String callerRole(Connection connection, UUID resource, String caller)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(CALLER_ROLE)) {
      select.setObject(1, resource);
      select.setString(2, caller);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getString(1) : Grants.NONE;
      }
    }
  }

  private static final String SETTLE =
      """
      UPDATE hold SET state = 'settled', captured = ?, settled_at = now()
       WHERE id = ? AND state = 'open' AND expires_at > now() AND amount >= ?
      """;

  @Override
  public Result settle(Connection connection, Order.Settlement order) throws SQLException {
    PlacedHold hold = order.hold();
    try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
      settle.setLong(1, order.amountMinor());
      settle.setObject(2, hold.id());
      settle.setLong(3, order.amountMinor());
      if (settle.executeUpdate() == 0) {
        return Writes.end(connection, false);
      }
    }
    return transfer(
        connection,
        new Order.Transfer(
            order.caller(), order.key(), hold.from(), hold.to(), order.amountMinor(), "EUR"));
  }

  @Override
  public boolean does(MeasuredOperation operation) {
    return true;
  }
}
