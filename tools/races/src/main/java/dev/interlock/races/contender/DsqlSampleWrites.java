package dev.interlock.races.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The statements of AWS's sample: debits without a condition, looks at the balance that is left,
/// then credits. No check of the caller or of the amount's sign, no key, no journal.
final class DsqlSampleWrites implements Writes {

  private static final String DEBIT =
      "UPDATE account SET balance = balance - ? WHERE id = ? RETURNING balance";

  private static final String CREDIT = "UPDATE account SET balance = balance + ? WHERE id = ?";

  /// The sample has no roles. A race against a revoke needs one, and takes that of the conditional
  /// UPDATEs.
  private final Writes revokes = new ConditionalUpdates();

  @Override
  public Result transfer(Connection connection, Order.Transfer order) throws SQLException {
    return Writes.end(connection, debits(connection, order) && credits(connection, order));
  }

  private static boolean debits(Connection connection, Order.Transfer order) throws SQLException {
    try (PreparedStatement debit = connection.prepareStatement(DEBIT)) {
      debit.setLong(1, order.amountMinor());
      debit.setObject(2, order.from());
      try (ResultSet left = debit.executeQuery()) {
        return left.next() && left.getLong(1) >= 0;
      }
    }
  }

  private static boolean credits(Connection connection, Order.Transfer order) throws SQLException {
    try (PreparedStatement credit = connection.prepareStatement(CREDIT)) {
      credit.setLong(1, order.amountMinor());
      credit.setObject(2, order.to());
      return credit.executeUpdate() == 1;
    }
  }

  @Override
  public Result decrement(Connection connection, Order.Decrement order) {
    throw new UnsupportedOperationException("the sample has no stock");
  }

  @Override
  public Result change(Connection connection, Order.Change order) throws SQLException {
    return revokes.change(connection, order);
  }
}
