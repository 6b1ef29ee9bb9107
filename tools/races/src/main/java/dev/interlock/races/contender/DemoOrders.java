package dev.interlock.races.contender;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Orders on the demo data, one for each kind of answer. Nobody else may write to the rows.
public final class DemoOrders {

  private static final String ALICE = "alice";
  private static final UUID SOURCE = UUID.fromString("a0000000-0000-4000-8000-000000000001");
  private static final UUID DESTINATION = UUID.fromString("a0000000-0000-4000-8000-000000000002");
  private static final UUID LOCATION = UUID.fromString("b0000000-0000-4000-8000-000000000001");

  private static final long BALANCE_MAX = 9_007_199_254_740_991L;

  private long made;
  private long aclVersion;

  private DemoOrders() {}

  private static final String RECEIVE =
      """
      WITH moved AS (
        UPDATE stock SET on_hand = on_hand + 500000, version = version + 1
         WHERE location_id = '%s' AND sku IN ('TEA-100', 'CUP-1')
        RETURNING location_id, sku, version, on_hand
      )
      INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, reference)
      SELECT location_id, sku, version, 500000, on_hand, 'goods received' FROM moved
      """
          .formatted(LOCATION);

  /// Orders on the demo data of a fresh database, with stock for all of them.
  ///
  /// @param owner of the tables
  public static DemoOrders on(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(RECEIVE);
    }
    return new DemoOrders();
  }

  /// An order that is accepted, if it is sent before the next one is made.
  public Order accepted(MeasuredOperation operation) {
    return switch (operation) {
      case TRANSFER -> transfer(1, "EUR");
      case STOCK_DECREMENT -> decrement(1);
      case PERMISSION_CHANGE -> change(aclVersion % 2 == 0 ? "viewer" : "none", aclVersion++);
      case SETTLEMENT -> throw onlyRaced();
    };
  }

  /// An order that the verdict refuses.
  public Order refused(MeasuredOperation operation) {
    return switch (operation) {
      case TRANSFER -> transfer(BALANCE_MAX, "EUR");
      case STOCK_DECREMENT -> decrement(1_000_000_000);
      case PERMISSION_CHANGE -> change("viewer", 999_999_999);
      case SETTLEMENT -> throw onlyRaced();
    };
  }

  /// An order that violates the contract in one place.
  public Order malformed(MeasuredOperation operation) {
    return switch (operation) {
      case TRANSFER -> transfer(1, "euro");
      case STOCK_DECREMENT -> decrement(0);
      case PERMISSION_CHANGE -> change("king", aclVersion);
      case SETTLEMENT -> throw onlyRaced();
    };
  }

  private static IllegalArgumentException onlyRaced() {
    return new IllegalArgumentException("the demo data has no holds");
  }

  private Order transfer(long amountMinor, String currency) {
    return new Order.Transfer(ALICE, key(), SOURCE, DESTINATION, amountMinor, currency);
  }

  private Order decrement(long quantity) {
    return new Order.Decrement(
        ALICE, key(), LOCATION, new TreeMap<>(Map.of("TEA-100", quantity, "CUP-1", 1L)));
  }

  private Order change(String role, long version) {
    return new Order.Change(ALICE, key(), LOCATION, version, "carol", role);
  }

  private String key() {
    made++;
    return new UUID(0, made).toString();
  }
}
