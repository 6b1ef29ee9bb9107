package dev.interlock.audit;

import java.util.List;

/// Tampering with permissions and their journal.
final class PermissionTamperings {

  static final List<Tampering> OF_PERMISSIONS =
      List.of(
          Tampering.of(
              "permission versions run from 0 without a gap",
              """
              UPDATE permission_entry e SET acl_version = e.acl_version + 1
              FROM resource r
              WHERE r.id = e.resource_id AND r.acl_version = e.acl_version AND e.acl_version > 0;
              UPDATE resource SET acl_version = acl_version + 1 WHERE acl_version > 0;
              """,
              "the stored answer of every accepted permission change matches its journal row",
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "every resource has the version of its last permission change",
              """
              UPDATE resource SET acl_version = 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """),
          Tampering.of(
              "every role change starts from the previous role",
              """
              UPDATE permission_entry SET previous_role = 'operator'
              WHERE previous_role = 'viewer' AND acl_version = (
                SELECT min(acl_version) FROM permission_entry WHERE previous_role = 'viewer')
              """,
              "the stored answer of every accepted permission change matches its journal row"),
          Tampering.of(
              "every role change starts from the previous role",
              """
              UPDATE permission_entry e SET previous_role = 'operator'
              WHERE previous_role = 'none' AND acl_version > 0 AND acl_version = (
                SELECT min(n.acl_version)
                FROM permission_entry n
                JOIN permission_entry o USING (resource_id, principal)
                WHERE o.role = 'operator' AND o.acl_version = n.acl_version - 5)
              """,
              "the stored answer of every accepted permission change matches its journal row"),
          Tampering.of(
              "every permission is what its journal adds up to",
              """
              UPDATE permission SET role = 'viewer' WHERE role = 'operator' AND principal LIKE 'p%'
              """),
          Tampering.of(
              "every permission is what its journal adds up to",
              """
              UPDATE permission SET expires_at = expires_at + INTERVAL '1 year'
              WHERE principal LIKE 'p%'
              """),
          // An owner whom nobody appointed.
          Tampering.of(
              "every permission is what its journal adds up to",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a2000000-0000-4000-8000-000000000003', 'mallory', 'owner');
              UPDATE resource SET owner_count = owner_count + 1
              WHERE id = 'a2000000-0000-4000-8000-000000000003';
              """),
          Tampering.of(
              "every permission is what its journal adds up to",
              """
              DELETE FROM permission
              WHERE resource_id = 'a2000000-0000-4000-8000-000000000003' AND principal = 'emil'
              """),
          Tampering.of(
              "every role in the permission journal is owner, operator, viewer or none",
              """
              UPDATE permission_entry SET previous_role = 'admin'
              WHERE principal = 'p1' AND acl_version = 1
              """,
              "every role change starts from the previous role",
              "the stored answer of every accepted permission change matches its journal row"),
          Tampering.of(
              "every role in the permission journal is owner, operator, viewer or none",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES
                ('a1000000-0000-4000-8000-000000000000', 1, 'zoe', 'none', 'reader',
                  '2026-01-31T00:00:00Z'),
                ('a1000000-0000-4000-8000-000000000000', 2, 'zoe', 'reader', 'viewer',
                  '2026-01-31T00:00:00Z');
              UPDATE resource SET acl_version = 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              "no grant had expired when it was made",
              """
              UPDATE permission_entry SET expires_at = created_at - INTERVAL '1 second'
              WHERE role = 'operator' AND acl_version BETWEEN 1 AND 9
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "a resource's permission versions are in time order",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              UPDATE resource SET acl_version = acl_version + 1
              WHERE id = 'b1000000-0000-4000-8000-000000000000';
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              SELECT id, acl_version, 'zoe', 'none', 'viewer', '2000-01-01T00:00:00Z'
              FROM resource WHERE id = 'b1000000-0000-4000-8000-000000000000';
              """,
              "every accepted call was allowed at some moment while it ran"),
          Tampering.of(
              "no two permission changes share an id",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              INSERT INTO permission_entry
                (resource_id, acl_version, id, principal, previous_role, role, created_at)
              VALUES ('a1000000-0000-4000-8000-000000000000', 1,
                  'e1000000-0000-4000-8000-000000000007', 'zoe', 'none', 'viewer',
                  '2026-01-31T00:00:00Z'),
                ('a1000000-0000-4000-8000-000000000000', 2,
                  'e1000000-0000-4000-8000-000000000007', 'zoe', 'viewer', 'viewer',
                  '2026-01-31T00:00:00Z');
              UPDATE resource SET acl_version = 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          Tampering.of(
              "every journal entry has caller and key, unless it predates journaled openings",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              INSERT INTO permission_entry
                (resource_id, acl_version, idempotency_key, principal, previous_role, role)
              VALUES
                ('a1000000-0000-4000-8000-000000000000', 1, 'key-7', 'zoe', 'none', 'viewer');
              UPDATE resource SET acl_version = 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """));

  static final List<Tampering> OF_OWNERSHIP =
      List.of(
          Tampering.of(
              "the owner count of every resource is correct",
              "UPDATE resource SET owner_count = owner_count + 1"),
          Tampering.of(
              "every resource has an owner",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 1)
              """,
              "every resource has the version of its last permission change",
              "the owner count of every resource is correct"),
          Tampering.of(
              "every resource has an owner",
              """
              ALTER TABLE resource DROP CONSTRAINT resource_has_an_owner;
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 0);
              """,
              "every resource has the version of its last permission change",
              "every key and CHECK of the schema exists and is validated"),
          Tampering.of(
              "no owner's grant expires",
              """
              UPDATE permission_entry SET expires_at = '2100-01-01T00:00:00Z'
              WHERE role = 'owner' AND acl_version BETWEEN 1 AND 9
              """,
              CommandFingerprints.AS_JOURNALED),
          Tampering.of(
              "no owner's grant expires",
              """
              ALTER TABLE permission DROP CONSTRAINT permission_owner_never_expires;
              UPDATE permission SET expires_at = '2100-01-01T00:00:00Z'
              WHERE resource_id = 'a1000000-0000-4000-8000-000000000000' AND role = 'owner';
              """,
              "every permission is what its journal adds up to",
              "every key and CHECK of the schema exists and is validated"),
          Tampering.of(
              "no resource was ever without an owner",
              """
              INSERT INTO resource (id, kind, acl_version, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 2, 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'zoe', 'none'),
                ('b1000000-0000-4000-8000-00000000ffff', 'yan', 'owner');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES
                ('b1000000-0000-4000-8000-00000000ffff', 0, 'zoe', 'none', 'owner',
                  '2026-01-31T00:00:00Z'),
                ('b1000000-0000-4000-8000-00000000ffff', 1, 'zoe', 'owner', 'none',
                  '2026-01-31T00:00:00Z'),
                ('b1000000-0000-4000-8000-00000000ffff', 2, 'yan', 'none', 'owner',
                  '2026-01-31T00:00:00Z');
              """),
          Tampering.of(
              "no resource was ever without an owner",
              """
              INSERT INTO resource (id, kind, acl_version, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 1, 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'yan', 'owner');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES
                ('b1000000-0000-4000-8000-00000000ffff', 0, 'yan', 'none', 'viewer',
                  '2026-01-31T00:00:00Z'),
                ('b1000000-0000-4000-8000-00000000ffff', 1, 'yan', 'viewer', 'owner',
                  '2026-01-31T00:00:00Z');
              """),
          // An operator by a permission without a journal row.
          Tampering.of(
              "only owners changed permissions; others only gave up their own",
              """
              UPDATE permission_entry SET caller = 'bob'
              WHERE id = 'e1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'bob'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7';
              """,
              "every accepted call was allowed at some moment while it ran"),
          // A stranger, who never had a role.
          Tampering.of(
              "only owners changed permissions; others only gave up their own",
              """
              UPDATE permission_entry SET caller = 'mallory'
              WHERE id = 'e1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'mallory'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7';
              """,
              "every accepted call was allowed at some moment while it ran"),
          // Each principal who appoints himself an owner.
          Tampering.of(
              "only owners changed permissions; others only gave up their own",
              """
              UPDATE idempotency k SET caller = e.principal
              FROM permission_entry e
              WHERE e.role = 'owner' AND e.previous_role <> 'owner' AND e.acl_version > 0
                AND k.operation = 'permission-change' AND k.idempotency_key = e.idempotency_key;
              UPDATE permission_entry SET caller = principal
              WHERE role = 'owner' AND previous_role <> 'owner' AND acl_version > 0;
              """));

  private PermissionTamperings() {}
}
