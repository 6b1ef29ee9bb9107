package dev.interlock.audit;

import java.util.List;

/// The journal rows of each stock decrement, compared with each other.
final class DecrementInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Goods come from the back office; callers can only take.
          new Invariant(
              "decrement-quantity",
              "every line of a decrement takes at least one item",
              "SELECT count(decrement_id) FROM stock_history",
              """
              SELECT location_id, sku, version, decrement_id, quantity
              FROM stock_history
              WHERE decrement_id IS NOT NULL AND (quantity < 0) IS NOT TRUE
              ORDER BY location_id, sku, version
              """),
          // The condition of the decrement itself, at the version that it read.
          RunningTotal.STOCK.covered("no-overselling", "no decrement took more than was on hand"),
          // Lines that differ here were not written by one statement.
          new Invariant(
              "decrement-lines-agree",
              "all lines of a decrement share location, caller, key, reference and time",
              "SELECT count(decrement_id) FROM stock_history",
              """
              SELECT decrement_id
              FROM stock_history
              WHERE decrement_id IS NOT NULL
              GROUP BY decrement_id
              HAVING count(DISTINCT
                (location_id, caller, idempotency_key, reference, created_at)) <> 1
              ORDER BY decrement_id
              """),
          // Lines of one SKU are added up first, so a second entry is a second effect.
          new Invariant(
              "decrement-sku-once",
              "no decrement takes an SKU twice",
              "SELECT count(decrement_id) FROM stock_history",
              """
              SELECT decrement_id, sku, count(*) AS lines
              FROM stock_history
              WHERE decrement_id IS NOT NULL
              GROUP BY decrement_id, sku
              HAVING count(*) > 1
              ORDER BY decrement_id, sku
              """));

  private DecrementInvariants() {}
}
