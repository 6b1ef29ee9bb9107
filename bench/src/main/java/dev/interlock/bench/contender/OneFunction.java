package dev.interlock.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// All that Interlock does, as one call of a PL/pgSQL function: the limit. The functions stand in
/// `bench/functions.sql`.
final class OneFunction implements Writes {

  @Override
  public boolean rememberKeys() {
    return true;
  }

  @Override
  public boolean isOneStatement() {
    return true;
  }

  private static final String TRANSFER = "SELECT bench.transfer(?, ?, ?, ?, ?, ?, ?)";

  @Override
  public Result transfer(Connection connection, Order.Transfer order) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(TRANSFER)) {
      bindKey(call, order);
      call.setObject(4, order.from());
      call.setObject(5, order.to());
      call.setLong(6, order.amountMinor());
      call.setString(7, order.currency());
      return verdict(call);
    }
  }

  private static final String DECREMENT = "SELECT bench.decrement(?, ?, ?, ?, ?, ?)";

  @Override
  public Result decrement(Connection connection, Order.Decrement order) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(DECREMENT)) {
      bindKey(call, order);
      call.setObject(4, order.location());
      call.setArray(5, connection.createArrayOf("text", order.quantities().keySet().toArray()));
      call.setArray(6, connection.createArrayOf("bigint", order.quantities().values().toArray()));
      return verdict(call);
    }
  }

  private static final String CHANGE = "SELECT bench.change(?, ?, ?, ?, ?, ?, ?)";

  @Override
  public Result change(Connection connection, Order.Change order) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(CHANGE)) {
      bindKey(call, order);
      call.setObject(4, order.resource());
      call.setLong(5, order.version());
      call.setString(6, order.principal());
      call.setString(7, order.role());
      return verdict(call);
    }
  }

  private static void bindKey(PreparedStatement call, Order order) throws SQLException {
    Identity identity = Identity.of(order);
    call.setString(1, identity.caller());
    call.setString(2, identity.key());
    call.setBytes(3, identity.fingerprint());
  }

  private static Result verdict(PreparedStatement call) throws SQLException {
    try (ResultSet row = call.executeQuery()) {
      row.next();
      return Verdicts.result(row.getString(1));
    }
  }
}
