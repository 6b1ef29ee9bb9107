package dev.interlock.audit;

import java.util.List;

/// Tampering with grants that were used.
final class GrantTamperings {

  private static final String ALLOWED =
      "every accepted call was allowed at some moment while it ran";

  // p2 is an owner at the first location from second 12 and a viewer from second 22. The next
  // change there is at second 24: every effect before it must have ended by then.
  private static final String TAKEN_BY_P2 =
      """
      UPDATE stock_entry SET caller = 'p2'
      WHERE idempotency_key = 'key-26' AND decrement_id IS NOT NULL;
      UPDATE idempotency SET caller = 'p2'
      WHERE operation = 'stock-decrement' AND idempotency_key = 'key-26';
      """;

  /// A month after all that, the back office changes bob's role at the first location.
  private static String changed(String from, String to, String later) {
    return """
    UPDATE resource SET acl_version = acl_version + 1
    WHERE id = 'b1000000-0000-4000-8000-000000000000';
    INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role,
      created_at)
    SELECT id, acl_version, 'bob', '%1$s', '%2$s',
      TIMESTAMPTZ '2026-01-31T00:00:00Z' + INTERVAL '%3$s'
    FROM resource
    WHERE id = 'b1000000-0000-4000-8000-000000000000';
    UPDATE permission SET role = '%2$s'
    WHERE principal = 'bob' AND resource_id = 'b1000000-0000-4000-8000-000000000000';
    """
        .formatted(from, to, later);
  }

  /// So much later bob takes stock there, which leaves everything but his role consistent.
  private static String takenByBob(String later) {
    return """
    UPDATE stock SET version = version + 1, on_hand = on_hand - 1
    WHERE location_id = 'b1000000-0000-4000-8000-000000000000' AND sku = 'SKU-0';
    INSERT INTO stock_entry (location_id, sku, version, decrement_id, quantity, on_hand_after,
      caller, idempotency_key, created_at)
    SELECT location_id, sku, version, 'd1000000-0000-4000-8000-00000000ffff', -1, on_hand, 'bob',
      'late', TIMESTAMPTZ '2026-01-31T00:00:00Z' + INTERVAL '%s'
    FROM stock
    WHERE location_id = 'b1000000-0000-4000-8000-000000000000' AND sku = 'SKU-0';
    INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict, detail,
      created_at)
    SELECT caller, 'stock-decrement', idempotency_key,
      fingerprint(location_id::text, '', sku, '1'), 'accepted',
      jsonb_build_object(
        'id', decrement_id, 'onHand', jsonb_build_object(sku, on_hand_after)), created_at
    FROM stock_entry WHERE idempotency_key = 'late';
    """
        .formatted(later);
  }

  private static final String REVOKED = changed("operator", "none", "0 seconds");

  /// A decrement that held its grant until a revoke could commit: right in every respect.
  static final String TAKEN_WHILE_THE_REVOKE_WAITED = REVOKED + takenByBob("29 seconds");

  /// Right only if the clock may have stepped by 2 seconds.
  static final List<String> TAKEN_WHEN_THE_CLOCK_STEPPED =
      List.of(
          REVOKED + takenByBob("31 seconds"),
          REVOKED + changed("none", "operator", "60 seconds") + takenByBob("59 seconds"));

  static final List<Tampering> OF_GRANTS =
      List.of(
          Tampering.of(ALLOWED, TAKEN_BY_P2),
          // The last change of a resource takes bob's role, and an hour later he takes stock.
          Tampering.of(ALLOWED, REVOKED + takenByBob("1 hour")),
          // Bob, who has no permission change.
          Tampering.of(
              ALLOWED,
              """
              UPDATE permission SET role = 'viewer'
              WHERE principal = 'bob' AND resource_id = 'b1000000-0000-4000-8000-000000000000';
              UPDATE permission_entry SET role = 'viewer'
              WHERE principal = 'bob' AND resource_id = 'b1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              ALLOWED,
              """
              UPDATE permission SET expires_at = '2026-01-01T00:00:10Z'
              WHERE principal = 'bob' AND resource_id = 'a1000000-0000-4000-8000-000000000002';
              UPDATE permission_entry SET expires_at = '2026-01-01T00:00:10Z'
              WHERE principal = 'bob' AND resource_id = 'a1000000-0000-4000-8000-000000000002';
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
