package dev.interlock.audit;

import java.util.List;

/// Tampering with what the back office did: see [OfficeHistory].
final class OfficeTamperings {

  private static final String ANSWER =
      "the stored answer of every accepted office command matches its journal rows";

  static final List<Tampering> OF_OFFICE =
      List.of(
          // Money that nobody paid in.
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after)
              SELECT id, version + 1, 5, balance + 5 FROM account
              WHERE id = 'a2000000-0000-4000-8000-000000000003';
              UPDATE account SET version = version + 1, balance = balance + 5
              WHERE id = 'a2000000-0000-4000-8000-000000000003';
              """),
          // Dated before the migration, to which the account is no witness.
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              UPDATE interlock_migration SET applied_at = now() WHERE version = 3;
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
              SELECT location_id, sku, version + 1, 5, on_hand + 5, now() - INTERVAL '1 hour'
              FROM stock WHERE location_id = 'b2000000-0000-4000-8000-000000000001';
              UPDATE stock SET version = version + 1, on_hand = on_hand + 5
              WHERE location_id = 'b2000000-0000-4000-8000-000000000001';
              """),
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              UPDATE interlock_migration SET applied_at = now() WHERE version = 3;
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a2000000-0000-4000-8000-000000000003', 'mallory', 'viewer');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES ('a2000000-0000-4000-8000-000000000003', 1, 'mallory', 'none', 'viewer',
                now() - INTERVAL '1 hour');
              UPDATE resource SET acl_version = 1
              WHERE id = 'a2000000-0000-4000-8000-000000000003';
              """),
          // As if the migration were still to come.
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              UPDATE interlock_migration SET applied_at = now() + INTERVAL '1 year'
              WHERE version = 3;
              INSERT INTO account_entry (account_id, version, amount, balance_after)
              SELECT id, version + 1, 5, balance + 5 FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000003';
              UPDATE account SET version = version + 1, balance = balance + 5
              WHERE id = 'a1000000-0000-4000-8000-000000000003';
              """),
          // An account that nobody opened.
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              UPDATE account_entry SET caller = NULL, idempotency_key = NULL
              WHERE account_id = 'a2000000-0000-4000-8000-000000000003' AND version = 0;
              UPDATE permission_entry SET caller = NULL, idempotency_key = NULL
              WHERE resource_id = 'a2000000-0000-4000-8000-000000000003';
              """,
              "every accepted key has its journal rows"),
          Tampering.of(
              ANSWER,
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{balance}', '501')
              WHERE operation = 'office' AND detail ->> 'command' = 'pay-in'
                AND verdict = 'accepted'
              """),
          Tampering.of(
              ANSWER,
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{stock,0,onHand}', '1')
              WHERE operation = 'office' AND detail ->> 'command' = 'move-stock'
              """),
          Tampering.of(
              ANSWER,
              """
              UPDATE idempotency SET detail = detail - 'location'
              WHERE operation = 'office' AND detail ->> 'command' = 'open-location'
              """),
          // A receipt that claims to be a count.
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{command}', '"count-stock"')
              WHERE operation = 'office' AND detail ->> 'command' = 'receive-stock'
              """),
          Tampering.of(
              CommandFingerprints.AS_JOURNALED,
              """
              UPDATE permission_entry SET role = 'operator'
              WHERE resource_id = 'b2000000-0000-4000-8000-000000000001' AND principal = 'emil';
              UPDATE permission SET role = 'operator'
              WHERE resource_id = 'b2000000-0000-4000-8000-000000000001' AND principal = 'emil';
              """),
          Tampering.of(
              "every move of stock adds at one location what it takes at another",
              """
              UPDATE stock_entry SET quantity = quantity - 1, on_hand_after = on_hand_after - 1
              WHERE location_id = 'b2000000-0000-4000-8000-000000000001' AND version = 3;
              UPDATE stock SET on_hand = on_hand - 1
              WHERE location_id = 'b2000000-0000-4000-8000-000000000001';
              UPDATE idempotency SET detail = jsonb_set(detail, '{stock,0,onHand}', '4')
              WHERE operation = 'office' AND detail ->> 'command' = 'move-stock';
              """));

  private OfficeTamperings() {}
}
