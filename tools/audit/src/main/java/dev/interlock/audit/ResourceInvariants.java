package dev.interlock.audit;

import java.util.List;

/// The references that foreign keys would check: every row belongs to a resource of the right kind.
final class ResourceInvariants {

  /// One entry of each call that moves or holds money, with the account at which its caller needs a
  /// role: a settlement's is the hold's destination.
  static final String ACCOUNT_MOVES =
      """
      SELECT e.version, e.caller, e.idempotency_key, e.created_at,
        coalesce(e.transfer_id, e.settlement_id, e.hold_id) AS id,
        CASE WHEN e.settlement_id IS NULL THEN e.account_id ELSE h.destination_id END
          AS resource_id
      FROM account_history e
      LEFT JOIN hold h ON h.id = e.hold_id
      WHERE e.caller IS NOT NULL
        AND (e.transfer_id IS NOT NULL AND e.amount < 0
          OR e.hold_id IS NOT NULL AND e.held IS NOT NULL)
      """;

  static final List<Invariant> ALL =
      List.of(
          // An account without its resource has no owner, so nobody may move its money.
          new Invariant(
              "account-has-resource",
              "every account belongs to a resource of kind account",
              "SELECT count(*) FROM account",
              """
              SELECT a.id, r.kind
              FROM account a
              LEFT JOIN resource r ON r.id = a.id
              WHERE r.kind IS DISTINCT FROM 'account'
              ORDER BY a.id
              """),
          // Permissions on a missing account would apply once it is opened.
          new Invariant(
              "resource-has-account",
              "every resource of kind account has its account",
              "SELECT count(*) FROM resource WHERE kind = 'account'",
              """
              SELECT r.id
              FROM resource r
              LEFT JOIN account a ON a.id = r.id
              WHERE r.kind = 'account' AND a.id IS NULL
              ORDER BY r.id
              """),
          // Nobody may take stock from a resource that is not a location.
          new Invariant(
              "stock-has-resource",
              "every stock row belongs to a resource of kind location",
              "SELECT count(*) FROM stock",
              """
              SELECT s.location_id, s.sku, r.kind
              FROM stock s
              LEFT JOIN resource r ON r.id = s.location_id
              WHERE r.kind IS DISTINCT FROM 'location'
              ORDER BY s.location_id, s.sku
              """),
          // No statement finds a resource of a misspelt kind, although it has permissions.
          new Invariant(
              "resource-kind",
              "every resource is of a kind that Interlock or a function describes",
              "SELECT count(*) FROM resource",
              "SELECT id, kind FROM resource WHERE kind NOT IN "
                  + Invariant.KINDS
                  + " ORDER BY id\n"),
          // A permission on a missing resource would take effect once the resource is created.
          new Invariant(
              "permission-has-resource",
              "every permission and every permission change belongs to a resource",
              """
              SELECT (SELECT count(*) FROM permission) + (SELECT count(*) FROM permission_history)
              """,
              """
              SELECT held.resource_id, held.principal, held.acl_version
              FROM (
                SELECT resource_id, principal, NULL::bigint AS acl_version FROM permission
                UNION ALL
                SELECT resource_id, principal, acl_version FROM permission_history
              ) held
              LEFT JOIN resource r ON r.id = held.resource_id
              WHERE r.id IS NULL
              ORDER BY held.resource_id, held.principal, held.acl_version
              """),
          // Past grants cannot be proved to the minute: a transfer that was running when its caller
          // was revoked is ordered before the revoke and may have a later time. But a caller who
          // never had a grant can be recognised, because permission rows are never deleted.
          new Invariant(
              "role-held",
              "every movement of money or stock was made by a caller who had held a role there",
              """
              SELECT (SELECT count(*) FROM (%1$s) a) + (SELECT count(*) FROM stock_history
                  WHERE caller IS NOT NULL
                    AND coalesce(decrement_id, reservation_id) IS NOT NULL)
              """
                  .formatted(ACCOUNT_MOVES),
              """
              SELECT moved.resource_id, moved.sku, moved.version, moved.caller
              FROM (
                SELECT resource_id, NULL::text AS sku, version, caller
                FROM (%1$s) a
                UNION ALL
                SELECT location_id, sku, version, caller
                FROM stock_history
                WHERE caller IS NOT NULL AND coalesce(decrement_id, reservation_id) IS NOT NULL
              ) moved
              LEFT JOIN permission p
                ON p.resource_id = moved.resource_id AND p.principal = moved.caller
              WHERE p.principal IS NULL
              ORDER BY moved.resource_id, moved.sku, moved.version
              """
                  .formatted(ACCOUNT_MOVES)));

  private ResourceInvariants() {}
}
