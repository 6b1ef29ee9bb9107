package dev.interlock.audit;

import java.util.List;

/// Every resource has always had an owner whose grant never expires, and only owners decide.
final class OwnershipInvariants {

  static final List<Invariant> ALL =
      List.of(
          // The CHECK guards owner_count, so the count must be right.
          new Invariant(
              "owner-count",
              "the owner count of every resource is correct",
              "SELECT count(*) FROM resource",
              """
              SELECT r.id, r.owner_count, coalesce(p.owners, 0) AS owners
              FROM resource r
              LEFT JOIN (
                SELECT resource_id, count(*) AS owners
                FROM permission
                WHERE role = 'owner'
                GROUP BY resource_id
              ) p ON p.resource_id = r.id
              WHERE r.owner_count IS DISTINCT FROM coalesce(p.owners, 0)
              ORDER BY r.id
              """),
          // From the permissions themselves: a wrong count must not hide a lost owner.
          new Invariant(
              "has-owner",
              "every resource has an owner",
              "SELECT count(*) FROM resource",
              """
              SELECT r.id, r.kind, r.owner_count
              FROM resource r
              LEFT JOIN permission p ON p.resource_id = r.id AND p.role = 'owner'
              WHERE p.resource_id IS NULL
              ORDER BY r.id
              """),
          // An owner's grant that expires would leave the resource without an owner by itself.
          new Invariant(
              "owner-never-expires",
              "no owner's grant expires",
              """
              SELECT (SELECT count(*) FROM permission WHERE role = 'owner')
                + (SELECT count(*) FROM permission_history WHERE role = 'owner')
              """,
              """
              SELECT granted.resource_id, granted.principal, granted.acl_version, granted.expires_at
              FROM (
                SELECT resource_id, principal, NULL::bigint AS acl_version, role, expires_at
                FROM permission
                UNION ALL
                SELECT resource_id, principal, acl_version, role, expires_at
                FROM permission_history
              ) granted
              WHERE granted.role = 'owner' AND granted.expires_at IS NOT NULL
              ORDER BY granted.resource_id, granted.principal, granted.acl_version
              """),
          // Two last owners who remove each other leave none, even if one has been appointed since.
          new Invariant(
              "never-without-owner",
              "no resource was ever without an owner",
              "SELECT count(*) FROM permission_history",
              """
              SELECT resource_id, acl_version, principal, previous_role, role, owners_after
              FROM (
                SELECT resource_id, acl_version, principal, previous_role, role,
                  sum(
                    CASE WHEN role = 'owner' THEN 1 ELSE 0 END
                      - CASE WHEN previous_role = 'owner' THEN 1 ELSE 0 END)
                    OVER (PARTITION BY resource_id ORDER BY acl_version) AS owners_after
                FROM permission_history
              ) replayed
              WHERE owners_after < 1
              ORDER BY resource_id, acl_version
              """),
          // Owners' grants never expire, so the journal alone says who was an owner at each
          // version: the role that the next change of that principal starts from, or today's role
          // if there is no later change. changes_to_come numbers the stretches between two changes
          // of a subject; `turn` puts a caller's act before what the same version does to the
          // caller's role.
          new Invariant(
              "changed-by-owner",
              "only owners changed permissions; others only gave up their own",
              "SELECT count(*) FROM permission_history WHERE acl_version > 0 AND caller IS NOT"
                  + " NULL",
              """
              WITH event AS (
                SELECT resource_id, acl_version, caller AS subject, 0 AS turn,
                  NULL::text AS starts_from
                FROM permission_history
                WHERE acl_version > 0 AND caller IS NOT NULL
                  AND NOT (caller = principal AND role = 'none' AND previous_role <> 'none')
                UNION ALL
                SELECT resource_id, acl_version, principal, 1, previous_role
                FROM permission_history
              ),
              stretched AS (
                SELECT resource_id, acl_version, subject, turn, starts_from,
                  count(starts_from) OVER (
                    PARTITION BY resource_id, subject ORDER BY acl_version DESC, turn DESC)
                    AS changes_to_come
                FROM event
              ),
              held AS (
                SELECT resource_id, acl_version, subject, turn,
                  max(starts_from) OVER (PARTITION BY resource_id, subject, changes_to_come) AS role
                FROM stretched
              )
              SELECT h.resource_id, h.acl_version, h.subject AS caller,
                coalesce(h.role, p.role) AS role_held
              FROM held h
              LEFT JOIN permission p ON p.resource_id = h.resource_id AND p.principal = h.subject
              WHERE h.turn = 0 AND coalesce(h.role, p.role) IS DISTINCT FROM 'owner'
              ORDER BY h.resource_id, h.acl_version
              """));

  private OwnershipInvariants() {}
}
