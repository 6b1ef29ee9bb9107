package dev.interlock.audit;

import java.util.List;

/// The journal of each SKU at each location, in the order of its versions.
final class StockInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Without gaps, no entry can have been removed and no write lost.
          VersionedJournal.STOCK.gapless(
              "stock-versions", "stock versions run from 0 without a gap"),
          RunningTotal.STOCK.chained(
              "stock-chain", "every stock on hand is the previous stock plus the quantity"),
          // Goods moved past the journal show here.
          new Invariant(
              "stock-matches-journal",
              "every stock row is what its journal adds up to",
              "SELECT count(*) FROM stock",
              """
              SELECT s.location_id, s.sku, s.version, s.on_hand,
                e.version AS version_in_journal, e.on_hand_after AS on_hand_in_journal
              FROM stock s
              LEFT JOIN (
                SELECT location_id, sku, max(version) AS version
                FROM stock_history
                GROUP BY location_id, sku
              ) ended ON ended.location_id = s.location_id AND ended.sku = s.sku
              LEFT JOIN stock_history e
                ON e.location_id = ended.location_id
                AND e.sku = ended.sku
                AND e.version = ended.version
              WHERE s.version IS DISTINCT FROM e.version
                OR s.on_hand IS DISTINCT FROM e.on_hand_after
              ORDER BY s.location_id, s.sku
              """),
          // A row opens with nothing on hand: whatever it has since was received or moved there.
          new Invariant(
              "stock-opening",
              "the first entry of every stock row opens it, with nothing on hand",
              "SELECT count(*) FROM stock_history WHERE version = 0",
              """
              SELECT location_id, sku, version, decrement_id, quantity
              FROM stock_history
              WHERE version = 0 AND (decrement_id IS NULL AND quantity = 0) IS NOT TRUE
              ORDER BY location_id, sku
              """),
          // Overselling that later receipts have covered leaves no trace in the stock row itself.
          new Invariant(
              "stock-range",
              "no stock was ever below 0",
              "SELECT count(*) FROM stock_history",
              """
              SELECT location_id, sku, version, on_hand_after
              FROM stock_history
              WHERE (on_hand_after >= 0) IS NOT TRUE
              ORDER BY location_id, sku, version
              """),
          // The goods of an entry without a stock row are in no stock.
          new Invariant(
              "orphaned-stock-entry",
              "every stock entry belongs to a stock row",
              "SELECT count(*) FROM stock_history",
              """
              SELECT e.location_id, e.sku, e.version, e.quantity
              FROM stock_history e
              LEFT JOIN stock s ON s.location_id = e.location_id AND s.sku = e.sku
              WHERE s.sku IS NULL
              ORDER BY e.location_id, e.sku, e.version
              """),
          VersionedJournal.STOCK.inTimeOrder(
              "stock-time", "a stock row's versions are in time order"));

  private StockInvariants() {}
}
