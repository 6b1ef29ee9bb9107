package dev.interlock.audit;

import java.util.List;

/// Tampering with stock and its journal.
final class StockTamperings {

  static final List<Tampering> OF_STOCK =
      List.of(
          Tampering.of(
              "stock versions run from 0 without a gap",
              """
              UPDATE stock_entry e SET version = e.version + 1
              FROM stock s
              WHERE s.location_id = e.location_id AND s.sku = e.sku AND s.version = e.version
                AND s.sku LIKE 'SKU-%';
              UPDATE stock SET version = version + 1 WHERE sku LIKE 'SKU-%';
              """),
          Tampering.of(
              "every stock on hand is the previous stock plus the quantity",
              "UPDATE stock_entry SET on_hand_after = on_hand_after + 1"
                  + " WHERE version = 2 AND sku LIKE 'SKU-%'",
              "the stored answer of every accepted decrement has the stock of its journal rows"),
          Tampering.of(
              "every stock row is what its journal adds up to",
              "UPDATE stock SET version = version + 1 WHERE sku = 'SKU-0'"),
          Tampering.of(
              "every stock row is what its journal adds up to",
              "UPDATE stock SET on_hand = on_hand - 1 WHERE sku = 'SKU-0'"),
          Tampering.of(
              "no stock was ever below 0",
              """
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
              SELECT location_id, sku, version + 1, -on_hand - 1, -1,
                TIMESTAMPTZ '2026-01-31T00:00:00Z'
              FROM stock WHERE sku LIKE 'SKU-%'
              UNION ALL
              SELECT location_id, sku, version + 2, on_hand + 1, on_hand, '2026-01-31T00:00:00Z'
              FROM stock WHERE sku LIKE 'SKU-%';
              UPDATE stock SET version = version + 2 WHERE sku LIKE 'SKU-%';
              """),
          Tampering.of(
              "every stock entry belongs to a stock row",
              """
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
              VALUES ('b1000000-0000-4000-8000-000000000000', 'SKU-9', 0, 0, 0,
                '2026-01-31T00:00:00Z')
              """),
          Tampering.of(
              "the first entry of every stock row opens it, with nothing on hand",
              """
              UPDATE stock_entry SET quantity = 1, on_hand_after = 1
              WHERE sku = 'SKU-0' AND version = 0;
              UPDATE stock_entry SET quantity = quantity - 1 WHERE sku = 'SKU-0' AND version = 1;
              """),
          Tampering.of(
              "a stock row's versions are in time order",
              """
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
              SELECT location_id, sku, version + 1, 0, on_hand, '2000-01-01T00:00:00Z' FROM stock
              WHERE sku LIKE 'SKU-%';
              UPDATE stock SET version = version + 1 WHERE sku LIKE 'SKU-%';
              """));

  static final List<Tampering> OF_DECREMENTS =
      List.of(
          Tampering.of(
              "every line of a decrement takes at least one item",
              """
              WITH decrement AS (
                SELECT DISTINCT location_id, decrement_id, caller, idempotency_key, reference,
                  created_at
                FROM stock_entry
                WHERE decrement_id = 'd1000000-0000-4000-8000-00000000001d'
              ),
              third AS (
                UPDATE stock s SET version = s.version + 1
                FROM decrement d
                WHERE s.location_id = d.location_id AND NOT EXISTS (
                  SELECT 1 FROM stock_entry e
                  WHERE e.decrement_id = d.decrement_id AND e.sku = s.sku)
                RETURNING s.sku, s.version, s.on_hand
              )
              INSERT INTO stock_entry (location_id, sku, version, decrement_id, quantity,
                on_hand_after, caller, idempotency_key, reference, created_at)
              SELECT location_id, sku, version, decrement_id, 0, on_hand, caller,
                idempotency_key, reference, created_at
              FROM third, decrement
              """,
              "the stored answer of every accepted decrement has the stock of its journal rows",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "no decrement took more than was on hand",
              "UPDATE stock_entry SET on_hand_after = 0 WHERE version = 1 AND sku LIKE 'SKU-%'",
              "every stock on hand is the previous stock plus the quantity"),
          Tampering.of(
              "all lines of a decrement share location, caller, key, reference and time",
              """
              UPDATE stock_entry SET reference = 'another'
              WHERE decrement_id = 'd1000000-0000-4000-8000-000000000007' AND sku = 'SKU-1'
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "no decrement takes an SKU twice",
              """
              WITH again AS (
                UPDATE stock SET version = version + 1, on_hand = on_hand - 1
                WHERE (location_id, sku) = (SELECT location_id, min(sku) FROM stock_entry
                  WHERE decrement_id = 'd1000000-0000-4000-8000-00000000001d'
                  GROUP BY location_id)
                RETURNING location_id, sku, version, on_hand
              )
              INSERT INTO stock_entry (location_id, sku, version, decrement_id, quantity,
                on_hand_after, caller, idempotency_key, reference, created_at)
              SELECT a.location_id, a.sku, a.version, e.decrement_id, -1, a.on_hand, e.caller,
                e.idempotency_key, e.reference, e.created_at
              FROM again a
              JOIN stock_entry e ON e.location_id = a.location_id AND e.sku = a.sku
              WHERE e.decrement_id = 'd1000000-0000-4000-8000-00000000001d'
              """,
              "the stored answer of every accepted decrement has the stock of its journal rows",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              "UPDATE stock_entry SET idempotency_key = 'key-7' WHERE version = 1 AND caller IS"
                  + " NULL"));

  private StockTamperings() {}
}
