-- A resource that alice owns. Bob may take from it, carol may see it.
INSERT INTO resource (id, kind, owner_count)
VALUES ('d0000000-0000-4000-8000-000000000001', 'unit-pool', 1);

INSERT INTO permission (resource_id, principal, role)
SELECT 'd0000000-0000-4000-8000-000000000001'::uuid, g.principal, g.role
  FROM (VALUES ('alice', 'owner'), ('bob', 'operator'), ('carol', 'viewer')) AS g (principal, role);

INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role, created_at)
SELECT resource_id, 0, principal, 'none', role, timestamptz '0001-01-01T00:00:00Z'
  FROM permission
 WHERE resource_id = 'd0000000-0000-4000-8000-000000000001';

INSERT INTO unit_pool (id, remaining)
VALUES ('d0000000-0000-4000-8000-000000000001', 100);

INSERT INTO unit_pool_entry (resource_id, version, quantity, remaining_after)
VALUES ('d0000000-0000-4000-8000-000000000001', 0, 100, 100);
