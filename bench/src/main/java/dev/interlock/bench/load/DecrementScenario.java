package dev.interlock.bench.load;

import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Stock decrements at one location, all sent by one principal, a shop.
///
/// @param value the name of the decrement in tables
/// @param skus the number of SKUs at the location
/// @param lines the number of SKUs in an order
/// @param onHand the initial stock of each SKU
public record DecrementScenario(String value, UUID location, int skus, int lines, long onHand)
    implements Scenario {

  private static final String SHOP = "5b0c6b0e-shop";
  private static final int QUANTITY_MAX = 3;

  @Override
  public String subject() {
    return "stock-decrement";
  }

  @Override
  public String condition() {
    return "lines";
  }

  @Override
  public Set<Result> expected() {
    return Set.of(onHand > 0 ? Result.ACCEPTED : Result.REFUSED, Result.CONTENTION);
  }

  @Override
  public void open(Connection owner) throws SQLException {
    Sql.run(
        owner,
        "INSERT INTO resource (id, kind, acl_version, owner_count) VALUES ('%s', 'location', 0, 1)"
            .formatted(location));
    Sql.run(
        owner,
        """
        INSERT INTO permission (resource_id, principal, role)
        VALUES ('%1$s', 'back-office', 'owner'), ('%1$s', '%2$s', 'operator')
        """
            .formatted(location, SHOP));
    // A SKU without stock was never received, so it is at version 0.
    Sql.run(
        owner,
        """
        INSERT INTO stock (location_id, sku, on_hand, version)
        SELECT '%s', 'SKU-' || n, %d, %d FROM generate_series(1, %d) AS n
        """
            .formatted(location, onHand, onHand > 0 ? 1 : 0, skus));
    Sql.run(
        owner,
        """
        INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, reference)
        SELECT location_id, sku, 1, on_hand, on_hand, 'goods received' FROM stock
         WHERE location_id = '%s' AND on_hand > 0
        """
            .formatted(location));
  }

  @Override
  public List<OrderSource> orders(int callers, Connection owner) {
    return OrderSource.random(callers, this::next);
  }

  private Order next(RandomGenerator random) {
    SortedMap<String, Long> quantities = new TreeMap<>();
    while (quantities.size() < lines) {
      quantities.put("SKU-" + (1 + random.nextInt(skus)), 1L + random.nextInt(QUANTITY_MAX));
    }
    return new Order.Decrement(SHOP, OrderSource.key(random), location, quantities);
  }

  @Override
  public List<ControlTotal> totals() {
    String sum = "SELECT sum(on_hand) FROM stock WHERE location_id = '" + location + "'";
    return List.of(ControlTotal.ofAll("stock on hand", sum, DecrementScenario::taken));
  }

  private static long taken(Order order) {
    return order instanceof Order.Decrement decrement
        ? -decrement.quantities().values().stream().mapToLong(Long::longValue).sum()
        : 0;
  }
}
