package dev.interlock.audit;

import java.util.List;

/// The journal of each resource's permissions, in the order of its versions.
final class PermissionInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Without gaps, no change can have been removed, and no two can have passed the same
          // If-Match.
          VersionedJournal.PERMISSIONS.gapless(
              "permission-versions", "permission versions run from 0 without a gap"),
          // Catches a change that made no version, which If-Match cannot see.
          new Invariant(
              "resource-matches-journal",
              "every resource has the version of its last permission change",
              "SELECT count(*) FROM resource",
              """
              SELECT r.id, r.acl_version, e.acl_version AS version_in_journal
              FROM resource r
              LEFT JOIN (
                SELECT resource_id, max(acl_version) AS acl_version
                FROM permission_history
                GROUP BY resource_id
              ) e ON e.resource_id = r.id
              WHERE r.acl_version IS DISTINCT FROM e.acl_version
              ORDER BY r.id
              """),
          // A grant starts from nothing; each later change starts from the one before it, or from
          // `none` if that grant had expired.
          new Invariant(
              "role-chain",
              "every role change starts from the previous role",
              "SELECT count(*) FROM permission_history",
              """
              SELECT resource_id, acl_version, principal, role_before, expires_before, previous_role
              FROM (
                SELECT resource_id, acl_version, principal, previous_role, created_at,
                  lag(role) OVER changes AS role_before,
                  lag(expires_at) OVER changes AS expires_before
                FROM permission_history
                WINDOW changes AS (PARTITION BY resource_id, principal ORDER BY acl_version)
              ) e
              WHERE previous_role IS DISTINCT FROM
                CASE WHEN role_before IS NULL OR expires_before <= created_at THEN 'none'
                  ELSE role_before END
              ORDER BY resource_id, acl_version
              """),
          // A grant made or kept past the journal shows here.
          new Invariant(
              "permission-matches-journal",
              "every permission is what its journal adds up to",
              "SELECT count(*) FROM permission",
              """
              SELECT coalesce(p.resource_id, e.resource_id) AS resource_id,
                coalesce(p.principal, e.principal) AS principal, p.role, p.expires_at,
                e.acl_version, e.role AS role_in_journal, e.expires_at AS expires_at_in_journal
              FROM permission p
              FULL JOIN (
                SELECT DISTINCT ON (resource_id, principal)
                  resource_id, principal, acl_version, role, expires_at
                FROM permission_history
                ORDER BY resource_id, principal, acl_version DESC
              ) e ON p.resource_id = e.resource_id AND p.principal = e.principal
              WHERE p.role IS DISTINCT FROM e.role OR p.expires_at IS DISTINCT FROM e.expires_at
              ORDER BY resource_id, principal
              """),
          // The journal has no CHECK on these columns.
          new Invariant(
              "role-known",
              "every role in the permission journal is owner, operator, viewer or none",
              "SELECT count(*) FROM permission_history",
              """
              SELECT resource_id, acl_version, principal, previous_role, role
              FROM permission_history
              WHERE (role IN ('owner', 'operator', 'viewer', 'none')) IS NOT TRUE
                OR (previous_role IN ('owner', 'operator', 'viewer', 'none')) IS NOT TRUE
              ORDER BY resource_id, acl_version
              """),
          // The condition of the change itself. An entry without a caller may be an expired grant.
          new Invariant(
              "grant-not-expired",
              "no grant had expired when it was made",
              "SELECT count(expires_at) FROM permission_history WHERE acl_version > 0 AND caller IS"
                  + " NOT NULL",
              """
              SELECT resource_id, acl_version, principal, expires_at, created_at
              FROM permission_history
              WHERE acl_version > 0 AND caller IS NOT NULL AND expires_at <= created_at
              ORDER BY resource_id, acl_version
              """),
          VersionedJournal.PERMISSIONS.inTimeOrder(
              "permission-time", "a resource's permission versions are in time order"),
          // The table's key is the version; callers know a change by its id.
          new Invariant(
              "change-id-unique",
              "no two permission changes share an id",
              "SELECT count(*) FROM permission_history",
              """
              SELECT id, count(*) AS changes
              FROM permission_history
              GROUP BY id
              HAVING count(*) > 1
              ORDER BY id
              """));

  private PermissionInvariants() {}
}
