-- Version 3: an opening in the journal of each account, stock row and resource that has none.
--
-- It cannot be known when these were opened, or by whom. Their openings therefore have no caller, and the
-- earliest time that an answer can contain. An account's opening has the status that the account has now:
-- when it was closed is not known either. The audit accepts entries without a caller only up to the time
-- of this migration.

INSERT INTO interlock_migration (version, name) VALUES (3, 'openings');

INSERT INTO account_entry (account_id, version, amount, balance_after, created_at, currency, status)
  SELECT a.id, 0, 0, 0, '0001-01-01T00:00:00Z', a.currency, a.status
    FROM account a
   WHERE NOT EXISTS (
     SELECT 1 FROM account_history e WHERE e.account_id = a.id AND e.version = 0);

INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, created_at)
  SELECT s.location_id, s.sku, 0, 0, 0, '0001-01-01T00:00:00Z'
    FROM stock s
   WHERE NOT EXISTS (
     SELECT 1 FROM stock_history e
      WHERE e.location_id = s.location_id AND e.sku = s.sku AND e.version = 0);

-- A principal's first change says which role it started from; without any change, it is today's.
INSERT INTO permission_entry
  (resource_id, acl_version, principal, previous_role, role, expires_at, created_at)
  SELECT p.resource_id, 0, p.principal, 'none', coalesce(first_change.previous_role, p.role),
         CASE WHEN first_change.previous_role IS NULL THEN p.expires_at END, '0001-01-01T00:00:00Z'
    FROM permission p
    LEFT JOIN (
      SELECT DISTINCT ON (resource_id, principal) resource_id, principal, previous_role
        FROM permission_history
       ORDER BY resource_id, principal, acl_version
    ) first_change
      ON first_change.resource_id = p.resource_id AND first_change.principal = p.principal
   WHERE coalesce(first_change.previous_role, p.role) <> 'none'
     AND NOT EXISTS (
       SELECT 1 FROM permission_history e
        WHERE e.resource_id = p.resource_id AND e.acl_version = 0);
