package dev.interlock.audit;

import java.util.List;

/// The back office: each of its entries belongs to a command, and is what that command says.
final class OfficeInvariants {

  /// SQL for the time when openings were added to the journals. Entries without a caller are older.
  static final String JOURNALS_MIGRATED =
      """
      coalesce(
        (SELECT applied_at FROM interlock_migration WHERE version = 3 AND applied_at <= now()),
        TIMESTAMPTZ '0001-01-01T00:00:00Z')\
      """;

  // The answer of each accepted key, as its entries have it.
  private static final String ANSWERS =
      """
      SELECT caller, idempotency_key,
        CASE WHEN currency IS NOT NULL
          THEN jsonb_build_object('command', 'open-account', 'account', account_id)
          ELSE jsonb_build_object(
            'command', CASE WHEN status = 'closed' THEN 'close-account'
              WHEN status = 'open' THEN 'reopen-account'
              WHEN amount < 0 THEN 'pay-out' ELSE 'pay-in' END,
            'account', account_id, 'version', version, 'balance', balance_after)
        END AS answer
      FROM account_history
      WHERE transfer_id IS NULL AND hold_id IS NULL AND caller IS NOT NULL
      UNION ALL
      SELECT DISTINCT p.caller, p.idempotency_key,
        CASE WHEN coalesce(r.kind, 'location') = 'location'
          THEN jsonb_build_object('command', 'open-location', 'location', p.resource_id)
          ELSE jsonb_build_object(
            'command', 'open-resource', 'kind', r.kind, 'resource', p.resource_id)
        END
      FROM permission_history p
      LEFT JOIN account a ON a.id = p.resource_id
      LEFT JOIN resource r ON r.id = p.resource_id
      WHERE p.acl_version = 0 AND p.caller IS NOT NULL AND a.id IS NULL
      UNION ALL
      SELECT s.caller, s.idempotency_key,
        jsonb_build_object(
          'command', CASE
            WHEN bool_and(s.version = 0) THEN 'open-stock'
            WHEN count(*) = 2 THEN 'move-stock'
            ELSE coalesce(max(k.detail ->> 'command'), '') END,
          'stock', jsonb_agg(
            jsonb_build_object('location', s.location_id, 'sku', s.sku, 'version', s.version,
              'onHand', s.on_hand_after)
            ORDER BY s.location_id))
      FROM stock_history s
      LEFT JOIN idempotency_history k ON k.operation = 'office'
        AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
      WHERE s.decrement_id IS NULL AND s.reservation_id IS NULL AND s.caller IS NOT NULL
      GROUP BY s.caller, s.idempotency_key
      """;

  static final List<Invariant> ALL =
      List.of(
          // Nobody answers for an entry without a caller, and its command takes effect again if it
          // is sent again.
          new Invariant(
              "entry-attributed",
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              SELECT (SELECT count(*) FROM account_history) + (SELECT count(*) FROM stock_history)
                + (SELECT count(*) FROM permission_history)
              """,
              """
              SELECT e.resource_id, e.sku, e.version, e.effect, e.caller, e.idempotency_key
              FROM (
                SELECT account_id AS resource_id, NULL::text AS sku, version,
                  coalesce(transfer_id, hold_id) AS effect, caller, idempotency_key, created_at,
                  caller IS NULL AND EXISTS (
                    SELECT 1 FROM account_history o
                    WHERE o.account_id = h.account_id AND o.version = 0 AND o.caller IS NOT NULL)
                    AS opened_since
                FROM account_history h
                UNION ALL
                SELECT location_id, sku, version, coalesce(decrement_id, reservation_id), caller,
                  idempotency_key, created_at,
                  caller IS NULL AND EXISTS (
                    SELECT 1 FROM stock_history o
                    WHERE o.location_id = h.location_id AND o.sku = h.sku AND o.version = 0
                      AND o.caller IS NOT NULL)
                FROM stock_history h
                UNION ALL
                SELECT resource_id, NULL, acl_version, NULL, caller, idempotency_key, created_at,
                  caller IS NULL AND EXISTS (
                    SELECT 1 FROM permission_history o
                    WHERE o.resource_id = h.resource_id AND o.acl_version = 0
                      AND o.caller IS NOT NULL)
                FROM permission_history h
              ) e
              WHERE (e.caller IS NULL) <> (e.idempotency_key IS NULL)
                OR e.caller IS NULL
                  AND (e.effect IS NOT NULL OR e.opened_since OR e.created_at > %s)
              ORDER BY e.resource_id, e.sku, e.version
              """
                  .formatted(JOURNALS_MIGRATED)),
          new Invariant(
              "office-answer",
              "the stored answer of every accepted office command matches its journal rows",
              """
              SELECT count(*) FROM idempotency_history
              WHERE operation = 'office' AND verdict = 'accepted'
              """,
              """
              SELECT k.caller, k.idempotency_key, k.detail AS answered, e.answer AS in_journal
              FROM (
              %s) e
              JOIN idempotency_history k ON k.operation = 'office'
                AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
              WHERE k.verdict = 'accepted' AND k.detail::text IS DISTINCT FROM e.answer::text
              ORDER BY k.caller, k.idempotency_key
              """
                  .formatted(ANSWERS)),
          // Goods that leave one location and do not arrive at the other.
          new Invariant(
              "move-balanced",
              "every move of stock adds at one location what it takes at another",
              """
              SELECT count(*) FROM idempotency_history
              WHERE operation = 'office' AND verdict = 'accepted'
                AND detail ->> 'command' = 'move-stock'
              """,
              """
              SELECT s.caller, s.idempotency_key, count(*) AS rows, sum(s.quantity) AS sum
              FROM stock_history s
              JOIN idempotency_history k ON k.operation = 'office'
                AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
              WHERE s.decrement_id IS NULL AND k.detail ->> 'command' = 'move-stock'
              GROUP BY s.caller, s.idempotency_key
              HAVING count(*) <> 2 OR count(DISTINCT s.location_id) <> 2
                OR count(DISTINCT s.sku) <> 1 OR sum(s.quantity) <> 0
              ORDER BY s.caller, s.idempotency_key
              """));

  private OfficeInvariants() {}
}
