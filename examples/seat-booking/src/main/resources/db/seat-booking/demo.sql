-- A show with six seats in two rows. Alice owns it, bob may book, carol may look.
INSERT INTO resource (id, kind, owner_count)
VALUES ('c0000000-0000-4000-8000-000000000001', 'show', 1);

INSERT INTO permission (resource_id, principal, role)
SELECT 'c0000000-0000-4000-8000-000000000001'::uuid, g.principal, g.role
  FROM (VALUES ('alice', 'owner'), ('bob', 'operator'), ('carol', 'viewer')) AS g (principal, role);

INSERT INTO permission_entry (resource_id, acl_version, principal, previous_role, role, created_at)
SELECT resource_id, 0, principal, 'none', role, timestamptz '0001-01-01T00:00:00Z'
  FROM permission
 WHERE resource_id = 'c0000000-0000-4000-8000-000000000001';

INSERT INTO seat (show_id, seat)
SELECT 'c0000000-0000-4000-8000-000000000001'::uuid, s.seat
  FROM (VALUES ('A1'), ('A2'), ('A3'), ('B1'), ('B2'), ('B3')) AS s (seat);
