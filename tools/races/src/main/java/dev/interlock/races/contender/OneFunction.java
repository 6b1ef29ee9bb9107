package dev.interlock.races.contender;

import dev.interlock.limits.TimeLimits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;

/// All that Interlock does, as one call of a PL/pgSQL function: the limit. The functions are in
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

  private static final String GRANT_WAIT_MILLIS =
      Long.toString(RivalConnections.ROW_WAIT_MILLIS / TimeLimits.WAITS_IN_A_ROW);
  private static final String KEY_WAIT = TimeLimits.KEY_WAIT_MAX.toString();
  private static final String ALL_WAITS =
      Duration.ofMillis(RivalConnections.ROW_WAIT_MILLIS).toString();

  private static final String SELECT =
      "SELECT decided, told::text, decided_at FROM bench.%s(?, ?, ?, ?, ?::interval, ?::interval,"
          + " %s)";

  private static final String TRANSFER = SELECT.formatted("transfer", "?, ?, ?, ?, ?");

  @Override
  public Result transfer(Connection connection, Order.Transfer order) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(TRANSFER)) {
      bindKey(call, order);
      call.setObject(7, order.from());
      call.setObject(8, order.to());
      call.setLong(9, order.amountMinor());
      call.setString(10, order.currency());
      call.setString(11, null);
      return verdict(call);
    }
  }

  private static final String DECREMENT = SELECT.formatted("decrement", "?, ?, ?, ?");

  @Override
  public Result decrement(Connection connection, Order.Decrement order) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(DECREMENT)) {
      bindKey(call, order);
      call.setObject(7, order.location());
      call.setString(8, null);
      call.setArray(9, connection.createArrayOf("text", order.quantities().keySet().toArray()));
      call.setArray(10, connection.createArrayOf("bigint", order.quantities().values().toArray()));
      return verdict(call);
    }
  }

  private static final String CHANGE = SELECT.formatted("change", "?, ?, ?, ?, ?");

  @Override
  public Result change(Connection connection, Order.Change order) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(CHANGE)) {
      bindKey(call, order);
      call.setObject(7, order.resource());
      call.setString(8, order.principal());
      call.setString(9, order.role());
      call.setNull(10, Types.TIMESTAMP_WITH_TIMEZONE);
      call.setLong(11, order.version());
      return verdict(call);
    }
  }

  private static void bindKey(PreparedStatement call, Order order) throws SQLException {
    Identity identity = Identity.of(order);
    call.setString(1, identity.caller());
    call.setString(2, identity.key());
    call.setBytes(3, identity.fingerprint());
    call.setString(4, GRANT_WAIT_MILLIS);
    call.setString(5, KEY_WAIT);
    call.setString(6, ALL_WAITS);
  }

  private static Result verdict(PreparedStatement call) throws SQLException {
    try (ResultSet row = call.executeQuery()) {
      row.next();
      // Read, as for an answer to a caller.
      Objects.requireNonNull(row.getString(2));
      Objects.requireNonNull(row.getObject(3, OffsetDateTime.class));
      return Verdicts.result(row.getString(1));
    }
  }
}
