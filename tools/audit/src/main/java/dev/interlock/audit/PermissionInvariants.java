package dev.interlock.audit;

import java.util.List;

/// The journal of each resource's permissions, in the order of its versions.
final class PermissionInvariants {

  static final List<Invariant> ALL =
      List.of(
          // Without gaps, no change can have been removed, and no two can have passed the same
          // If-Match.
          VersionedJournal.PERMISSIONS.gapless(
              "permission-versions", "permission versions run from 1 without a gap"),
          // Catches a change that made no version, which If-Match cannot see.
          new Invariant(
              "resource-matches-journal",
              "every resource has the version of its last permission change",
              "SELECT count(*) FROM resource",
              """
              SELECT r.id, r.acl_version, coalesce(e.acl_version, 0) AS version_in_journal
              FROM resource r
              LEFT JOIN (
                SELECT resource_id, max(acl_version) AS acl_version
                FROM permission_history
                GROUP BY resource_id
              ) e ON e.resource_id = r.id
              WHERE r.acl_version IS DISTINCT FROM coalesce(e.acl_version, 0)
              ORDER BY r.id
              """),
          // A principal's first change starts from the back office's grant, which the permission
          // row no longer shows. Each later one starts from the change before it, or from `none` if
          // that grant had expired.
          new Invariant(
              "role-chain",
              "every role change starts from the previous role",
              "SELECT count(*) FROM permission_history",
              """
              SELECT resource_id, acl_version, principal, role_before, expires_before, previous_role
              FROM (
                SELECT resource_id, acl_version, principal, previous_role, created_at,
                  lag(acl_version) OVER changes AS version_before,
                  lag(role) OVER changes AS role_before,
                  lag(expires_at) OVER changes AS expires_before
                FROM permission_history
                WINDOW changes AS (PARTITION BY resource_id, principal ORDER BY acl_version)
              ) e
              WHERE version_before IS NOT NULL
                AND previous_role IS DISTINCT FROM
                  CASE WHEN expires_before <= created_at THEN 'none' ELSE role_before END
              ORDER BY resource_id, acl_version
              """),
          // A grant made or kept past the journal shows here. Principals without an entry have
          // their grant from the back office.
          new Invariant(
              "permission-matches-journal",
              "every permission matches its last change",
              "SELECT count(*) FROM permission",
              """
              SELECT e.resource_id, e.principal, p.role, p.expires_at,
                e.acl_version, e.role AS role_in_journal, e.expires_at AS expires_at_in_journal
              FROM (
                SELECT resource_id, principal, max(acl_version) AS acl_version
                FROM permission_history
                GROUP BY resource_id, principal
              ) ended
              JOIN permission_history e
                ON e.resource_id = ended.resource_id AND e.acl_version = ended.acl_version
              LEFT JOIN permission p
                ON p.resource_id = e.resource_id AND p.principal = e.principal
              WHERE p.role IS DISTINCT FROM e.role OR p.expires_at IS DISTINCT FROM e.expires_at
              ORDER BY e.resource_id, e.principal
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
          // The condition of the change itself. The back office may enter an expired grant.
          new Invariant(
              "grant-not-expired",
              "no grant had expired when it was made",
              "SELECT count(expires_at) FROM permission_history",
              """
              SELECT resource_id, acl_version, principal, expires_at, created_at
              FROM permission_history
              WHERE caller IS NOT NULL AND expires_at <= created_at
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
              """),
          // A row that is half a caller's, half back office would escape the checks of both.
          new Invariant(
              "change-complete",
              "every permission change has caller and key, or neither",
              "SELECT count(*) FROM permission_history",
              """
              SELECT resource_id, acl_version, caller, idempotency_key
              FROM permission_history
              WHERE (caller IS NULL) <> (idempotency_key IS NULL)
              ORDER BY resource_id, acl_version
              """));

  private PermissionInvariants() {}
}
