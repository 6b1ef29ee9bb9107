-- Demo data, and an example of what a back office does: it opens accounts and locations with their
-- first owners, and pays in money and receives stock. Each opening keeps every invariant: a new row starts
-- empty at version 0, and what is added is a journal row like any other, but without a caller.

INSERT INTO resource (id, kind, acl_version, owner_count) VALUES
  ('a0000000-0000-4000-8000-000000000001', 'account', 0, 1),
  ('a0000000-0000-4000-8000-000000000002', 'account', 0, 1),
  ('a0000000-0000-4000-8000-000000000003', 'account', 0, 1),
  ('a0000000-0000-4000-8000-000000000004', 'account', 0, 1),
  ('a0000000-0000-4000-8000-000000000005', 'account', 0, 1),
  ('a0000000-0000-4000-8000-000000000006', 'account', 0, 1),
  ('b0000000-0000-4000-8000-000000000001', 'location', 0, 1),
  ('b0000000-0000-4000-8000-000000000002', 'location', 0, 1);

INSERT INTO permission (resource_id, principal, role) VALUES
  ('a0000000-0000-4000-8000-000000000001', 'alice', 'owner'),
  ('a0000000-0000-4000-8000-000000000002', 'bob', 'owner'),
  ('a0000000-0000-4000-8000-000000000003', 'carol', 'owner'),
  ('a0000000-0000-4000-8000-000000000004', 'alice', 'owner'),
  ('a0000000-0000-4000-8000-000000000005', 'alice', 'owner'),
  ('a0000000-0000-4000-8000-000000000006', 'bob', 'owner'),
  ('a0000000-0000-4000-8000-000000000006', 'alice', 'operator'),
  ('a0000000-0000-4000-8000-000000000006', 'carol', 'viewer'),
  ('b0000000-0000-4000-8000-000000000001', 'alice', 'owner'),
  ('b0000000-0000-4000-8000-000000000001', 'bob', 'operator'),
  ('b0000000-0000-4000-8000-000000000002', 'bob', 'owner');

INSERT INTO account (id, currency, balance, status, version) VALUES
  ('a0000000-0000-4000-8000-000000000001', 'EUR', 100000, 'open', 1),
  ('a0000000-0000-4000-8000-000000000002', 'EUR', 50000, 'open', 1),
  ('a0000000-0000-4000-8000-000000000003', 'EUR', 0, 'open', 0),
  ('a0000000-0000-4000-8000-000000000004', 'USD', 20000, 'open', 1),
  ('a0000000-0000-4000-8000-000000000005', 'EUR', 0, 'closed', 0),
  ('a0000000-0000-4000-8000-000000000006', 'EUR', 75000, 'open', 1);

INSERT INTO account_entry (account_id, version, amount, balance_after, reference) VALUES
  ('a0000000-0000-4000-8000-000000000001', 1, 100000, 100000, 'opening balance'),
  ('a0000000-0000-4000-8000-000000000002', 1, 50000, 50000, 'opening balance'),
  ('a0000000-0000-4000-8000-000000000004', 1, 20000, 20000, 'opening balance'),
  ('a0000000-0000-4000-8000-000000000006', 1, 75000, 75000, 'opening balance');

INSERT INTO stock (location_id, sku, on_hand, version) VALUES
  ('b0000000-0000-4000-8000-000000000001', 'TEA-100', 1000, 1),
  ('b0000000-0000-4000-8000-000000000001', 'CUP-1', 5, 1),
  ('b0000000-0000-4000-8000-000000000001', 'SOLD-OUT', 0, 0),
  ('b0000000-0000-4000-8000-000000000002', 'TEA-100', 10, 1);

INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after, reference) VALUES
  ('b0000000-0000-4000-8000-000000000001', 'TEA-100', 1, 1000, 1000, 'goods received'),
  ('b0000000-0000-4000-8000-000000000001', 'CUP-1', 1, 5, 5, 'goods received'),
  ('b0000000-0000-4000-8000-000000000002', 'TEA-100', 1, 10, 10, 'goods received');
