package dev.interlock.audit;

import dev.interlock.limits.TimeLimits;
import java.util.List;

/// Every accepted call had the grant that it needs.
final class GrantInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A grant is visible from its own time on. On PostgreSQL an effect locks the grants that
          // it relies on until it commits: the end of such a grant waits and may have the older
          // time, but no later change of the same resource can, and it waits no longer than a
          // statement may run. CockroachDB has neither that lock nor one clock, so there a grant is
          // never too old. Expiry and effect are judged by one reading of the clock, so no
          // tolerance applies to expiry. If a principal's first change is older than the
          // openings in the journal, an earlier grant may have expired that no journal has. `need`
          // is the least role that it takes: 3 owner, 2 operator, 1 viewer.
          new Invariant(
              "acceptance-allowed",
              "every accepted call was allowed at some moment while it ran",
              """
              SELECT (SELECT count(*) FROM (%s) a)
                + (SELECT count(*) FROM stock_history
                  WHERE caller IS NOT NULL
                    AND coalesce(decrement_id, reservation_id) IS NOT NULL)
                + (SELECT count(*) FROM permission_history
                  WHERE acl_version > 0 AND caller IS NOT NULL)
              """
                  .formatted(ResourceInvariants.ACCOUNT_MOVES),
              """
              WITH change AS (
                SELECT resource_id, principal, acl_version, previous_role, role, expires_at,
                  created_at, visible_after,
                  lead(visible_after) OVER changes AS seen_until,
                  lag(acl_version) OVER changes AS version_before
                FROM (
                  SELECT *,
                    least(
                      lead(created_at) OVER (PARTITION BY resource_id ORDER BY acl_version),
                      created_at + INTERVAL '%d milliseconds') AS visible_after
                  FROM permission_history
                ) p
                WINDOW changes AS (PARTITION BY resource_id, principal ORDER BY acl_version)
              ),
              held AS (
                SELECT resource_id, principal, role, expires_at, created_at AS seen_from, seen_until
                FROM change
                UNION ALL
                SELECT resource_id, principal, 'owner', created_at + :clock_tolerance, NULL,
                  visible_after
                FROM change
                WHERE version_before IS NULL AND previous_role = 'none' AND acl_version > 0
                  AND created_at <= %s
              ),
              event AS (
                SELECT resource_id, caller AS subject, 2 AS need, created_at AS at,
                  1 AS turn, NULL::timestamptz AS allows_until, id, idempotency_key
                FROM (%s) a
                UNION ALL
                SELECT DISTINCT location_id, caller, 2, created_at, 1, NULL::timestamptz,
                  coalesce(decrement_id, settlement_id, reservation_id), idempotency_key
                FROM stock_history
                WHERE caller IS NOT NULL AND coalesce(decrement_id, reservation_id) IS NOT NULL
                UNION ALL
                SELECT resource_id, caller,
                  CASE WHEN principal = caller AND role = 'none' THEN 1 ELSE 3 END,
                  created_at, 1, NULL, id, idempotency_key
                FROM permission_history
                WHERE acl_version > 0 AND caller IS NOT NULL
                UNION ALL
                SELECT h.resource_id, h.principal, n.need,
                  coalesce(
                    h.seen_from - :clock_tolerance - CASE WHEN version() LIKE 'CockroachDB%%'
                      THEN INTERVAL '500 milliseconds' ELSE INTERVAL '0' END,
                    TIMESTAMPTZ '0001-01-01T00:00:00Z'),
                  0,
                  least(h.expires_at,
                    CASE WHEN version() LIKE 'CockroachDB%%' THEN NULL
                      ELSE h.seen_until + :clock_tolerance + INTERVAL '1 microsecond' END,
                    TIMESTAMPTZ '9999-12-31T00:00:00Z'),
                  NULL, NULL
                FROM held h
                CROSS JOIN (VALUES (1), (2), (3)) AS n (need)
                WHERE CASE h.role WHEN 'owner' THEN 3 WHEN 'operator' THEN 2
                  WHEN 'viewer' THEN 1 ELSE 0 END >= n.need
              ),
              allowed AS (
                SELECT resource_id, subject, need, at, turn, id, idempotency_key,
                  max(allows_until)
                    OVER (PARTITION BY resource_id, subject, need ORDER BY at, turn)
                    AS allowed_until
                FROM event
              )
              SELECT resource_id, subject AS caller, idempotency_key, id, need, at AS created_at,
                allowed_until
              FROM allowed
              WHERE turn = 1 AND (allowed_until <= at) IS NOT FALSE
              ORDER BY resource_id, at, id
              """
                  .formatted(
                      TimeLimits.API_GATEWAY_MAX.toMillis(),
                      OfficeInvariants.JOURNALS_MIGRATED,
                      ResourceInvariants.ACCOUNT_MOVES)));

  private GrantInvariants() {}
}
