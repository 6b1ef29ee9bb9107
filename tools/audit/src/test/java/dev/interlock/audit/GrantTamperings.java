package dev.interlock.audit;

import java.util.List;

/// Tampering with grants that were used.
final class GrantTamperings {

  private static final String ALLOWED =
      "every accepted call was allowed at some moment while it ran";

  // p2 is an owner at the first location from second 12 and a viewer from second 22. The next
  // change
  // there is at second 24: every effect before it must have ended by then.
  private static final String TAKEN_BY_P2 =
      """
      UPDATE stock_entry SET caller = 'p2' WHERE idempotency_key = 'key-26';
      UPDATE idempotency SET caller = 'p2'
      WHERE operation = 'stock-decrement' AND idempotency_key = 'key-26';
      """;

  static final List<Tampering> OF_GRANTS =
      List.of(
          Tampering.of(ALLOWED, TAKEN_BY_P2),
          // Bob, who has no permission change.
          Tampering.of(
              ALLOWED,
              """
              UPDATE permission SET role = 'viewer'
              WHERE principal = 'bob' AND resource_id = 'b1000000-0000-4000-8000-000000000000'
              """),
          Tampering.of(
              ALLOWED,
              """
              UPDATE permission SET expires_at = '2026-01-01T00:00:10Z'
              WHERE principal = 'bob' AND resource_id = 'a1000000-0000-4000-8000-000000000002'
              """),
          // The first operator, two changes after the one millisecond of that grant.
          Tampering.of(
              ALLOWED,
              """
              CREATE TABLE late AS
                SELECT s.decrement_id, s.idempotency_key, e.principal
                FROM stock_entry s
                JOIN permission_entry e ON e.resource_id = s.location_id
                WHERE e.role = 'operator' AND s.created_at = e.created_at + INTERVAL '4 seconds'
                ORDER BY e.created_at, e.id, s.sku
                LIMIT 1;
              UPDATE stock_entry s SET caller = l.principal
              FROM late l WHERE s.decrement_id = l.decrement_id;
              UPDATE idempotency k SET caller = l.principal
              FROM late l
              WHERE k.operation = 'stock-decrement' AND k.idempotency_key = l.idempotency_key;
              """));

  private GrantTamperings() {}
}
