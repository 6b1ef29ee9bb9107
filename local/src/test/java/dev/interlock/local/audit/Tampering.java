package dev.interlock.local.audit;

import java.util.List;
import java.util.Set;

/// A change to [ValidHistory#SMALL] that breaks one invariant, and what it cannot but break as
/// well.
record Tampering(String invariant, String sql, Set<String> brokenAsWell) {

  @Override
  public String toString() {
    return invariant + ": " + sql.strip().lines().findFirst().orElseThrow();
  }

  static Tampering of(String invariant, String sql, String... brokenAsWell) {
    return new Tampering(invariant, sql, Set.of(brokenAsWell));
  }

  static final List<Tampering> OF_SCHEMA =
      List.of(
          of(
              "every key and CHECK of the schema stands and is validated",
              "ALTER TABLE account DROP CONSTRAINT account_balance"),
          of(
              "every key and CHECK of the schema stands and is validated",
              """
              ALTER TABLE account DROP CONSTRAINT account_balance;
              ALTER TABLE account ADD CONSTRAINT account_balance CHECK (balance >= 0) NOT VALID;
              """),
          of(
              "no column that must have a value accepts NULL",
              "ALTER TABLE account ALTER COLUMN balance DROP NOT NULL"),
          of(
              "the functions' role only adds to journals and keys and deletes nothing",
              "GRANT DELETE ON permission TO interlock_function"),
          of(
              "the functions' role only adds to journals and keys and deletes nothing",
              "GRANT UPDATE ON account_entry TO PUBLIC"),
          of(
              "the functions' role only adds to journals and keys and deletes nothing",
              "GRANT INSERT ON idempotency_archive TO interlock_function"));

  static final List<Tampering> OF_RESOURCES =
      List.of(
          of(
              "every account belongs to a resource of kind account",
              """
              UPDATE resource SET kind = 'location'
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """),
          of(
              "every account belongs to a resource of kind account",
              """
              INSERT INTO account (id, currency)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'EUR')
              """),
          of(
              "every resource of kind account has its account",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'account', 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'alice', 'owner');
              """),
          of(
              "every stock row belongs to a resource of kind location",
              """
              INSERT INTO stock (location_id, sku)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'SKU-0')
              """),
          of(
              "every permission and every change of one belongs to a resource",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'mallory', 'viewer')
              """),
          of(
              "every permission and every change of one belongs to a resource",
              """
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 1, 'mallory', 'none', 'viewer')
              """,
              "every permission is what its last change says"),
          of(
              "nobody moved money or stock where he never held a role",
              """
              UPDATE account_entry SET caller = 'mallory'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'mallory'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7';
              """),
          of(
              "nobody moved money or stock where he never held a role",
              """
              UPDATE stock_entry SET caller = 'mallory'
              WHERE decrement_id = 'd1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'mallory'
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7';
              """));

  static final List<Tampering> OF_ACCOUNTS =
      List.of(
          of(
              "account versions run from 1 without a gap",
              """
              UPDATE account_entry e SET version = e.version + 1
              FROM account a
              WHERE a.id = e.account_id AND a.version = e.version
                AND a.id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          of(
              "account versions run from 1 without a gap",
              """
              DELETE FROM account_entry
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000' AND version = 1
              """,
              "every balance is the one before it plus the amount",
              "no transfer took more than the account held",
              "money is neither made nor lost: balances sum to what the back office put in"),
          of(
              "every balance is the one before it plus the amount",
              """
              UPDATE account_entry SET balance_after = balance_after + 1
              WHERE account_id = 'a1000000-0000-4000-8000-000000000000'
                AND version = (SELECT min(version) FROM account_entry
                  WHERE account_id = 'a1000000-0000-4000-8000-000000000000'
                    AND transfer_id IS NOT NULL AND amount > 0)
              """),
          of(
              "every account stands where its journal ends",
              """
              UPDATE account SET version = version + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """),
          of(
              "every account stands where its journal ends",
              """
              UPDATE account SET balance = balance + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """,
              "money is neither made nor lost: balances sum to what the back office put in"),
          of(
              "every account stands where its journal ends",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'account', 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'alice', 'owner');
              INSERT INTO account (id, currency, version)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'EUR', 1);
              """),
          of(
              "no balance was ever below 0 or above 2^53-1",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after)
              SELECT id, version + 1, -balance - 1, -1 FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              UNION ALL
              SELECT id, version + 2, balance + 1, balance FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          of(
              "no balance was ever below 0 or above 2^53-1",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after)
              SELECT id, version + 1, 9007199254740992 - balance, 9007199254740992 FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              UNION ALL
              SELECT id, version + 2, balance - 9007199254740992, balance FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          of(
              "every account entry belongs to an account",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 1, 5, 5)
              """),
          of(
              "time never goes back along an account's versions",
              """
              INSERT INTO account_entry (account_id, version, amount, balance_after, created_at)
              SELECT id, version + 1, 0, balance, '2000-01-01T00:00:00Z' FROM account
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              UPDATE account SET version = version + 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          of(
              "money is neither made nor lost: balances sum to what the back office put in",
              """
              UPDATE account_entry e SET amount = amount + 1, balance_after = balance_after + 1
              FROM account a
              WHERE a.id = e.account_id AND a.version = e.version AND e.amount > 0
                AND e.transfer_id = 'c1000000-0000-4000-8000-00000000003b';
              UPDATE account a SET balance = e.balance_after
              FROM account_entry e
              WHERE a.id = e.account_id AND a.version = e.version;
              """,
              "every transfer takes from one account what it gives to the other"));

  static final List<Tampering> OF_TRANSFERS =
      List.of(
          of(
              "every transfer has exactly two legs, on two accounts",
              """
              WITH transfer AS (
                SELECT * FROM account_entry
                WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b' AND amount < 0
              ),
              third AS (
                UPDATE account a SET version = a.version + 1
                WHERE a.currency = (SELECT currency FROM account JOIN transfer ON account_id = id)
                  AND NOT EXISTS (SELECT 1 FROM account_entry e JOIN transfer USING (transfer_id)
                    WHERE e.account_id = a.id)
                RETURNING id, version, balance
              )
              INSERT INTO account_entry (account_id, version, transfer_id, amount, balance_after,
                caller, idempotency_key, reference, created_at)
              SELECT third.id, third.version, transfer_id, 0, third.balance, caller,
                idempotency_key, reference, created_at
              FROM third, transfer
              """),
          of(
              "every transfer has exactly two legs, on two accounts",
              """
              WITH transfer AS (
                SELECT * FROM account_entry
                WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b' AND amount > 0
              ),
              given AS (
                DELETE FROM account_entry e USING transfer t
                WHERE e.account_id = t.account_id AND e.version = t.version
                RETURNING e.account_id
              )
              UPDATE account a SET version = a.version - 1, balance = a.balance - t.amount
              FROM given, transfer t
              WHERE a.id = given.account_id
              """,
              "every transfer takes from one account what it gives to the other",
              "money is neither made nor lost: balances sum to what the back office put in"),
          of(
              "every transfer takes from one account what it gives to the other",
              """
              UPDATE account_entry SET amount = 0
              WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b'
              """,
              "every accepted key has its journal rows",
              "every balance is the one before it plus the amount"),
          of(
              "both accounts of every transfer have one currency",
              """
              UPDATE account SET currency = 'GBP'
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """,
              "money is neither made nor lost: balances sum to what the back office put in"),
          of(
              "both legs of every transfer tell of one caller, key, reference and time",
              """
              UPDATE account_entry SET reference = 'another'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007' AND amount < 0
              """),
          of(
              "both legs of every transfer tell of one caller, key, reference and time",
              """
              UPDATE account_entry SET created_at = created_at + INTERVAL '1 microsecond'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007' AND amount > 0
              """),
          of(
              "no transfer took more than the account held",
              """
              UPDATE account_entry e SET balance_after = 0
              FROM account_entry next
              WHERE next.account_id = e.account_id AND next.version = e.version + 1
                AND e.version = 1 AND next.amount < 0
              """,
              "every balance is the one before it plus the amount"),
          of(
              "every account entry has transfer, caller and key, or none of them",
              "UPDATE account_entry SET idempotency_key = 'key-7' WHERE version = 1"),
          of(
              "every account entry has transfer, caller and key, or none of them",
              """
              UPDATE account_entry SET transfer_id = NULL
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007'
              """,
              "every accepted key answers with the id of its journal rows"),
          of(
              "every account entry has transfer, caller and key, or none of them",
              """
              UPDATE account_entry SET caller = NULL, idempotency_key = NULL
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007'
              """,
              "every accepted key has its journal rows"));

  static final List<Tampering> OF_STOCK =
      List.of(
          of(
              "stock versions run from 1 without a gap",
              """
              UPDATE stock_entry e SET version = e.version + 1
              FROM stock s
              WHERE s.location_id = e.location_id AND s.sku = e.sku AND s.version = e.version;
              UPDATE stock SET version = version + 1;
              """),
          of(
              "every stock on hand is the one before it plus the quantity",
              "UPDATE stock_entry SET on_hand_after = on_hand_after + 1 WHERE version = 2",
              "every accepted decrement answers with the stock of its journal rows"),
          of(
              "every stock row stands where its journal ends",
              "UPDATE stock SET version = version + 1 WHERE sku = 'SKU-0'"),
          of(
              "every stock row stands where its journal ends",
              "UPDATE stock SET on_hand = on_hand - 1 WHERE sku = 'SKU-0'"),
          of(
              "no stock was ever below 0",
              """
              INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
              SELECT location_id, sku, version + 1, -on_hand - 1, -1 FROM stock
              UNION ALL
              SELECT location_id, sku, version + 2, on_hand + 1, on_hand FROM stock;
              UPDATE stock SET version = version + 2;
              """),
          of(
              "every stock entry belongs to a stock row",
              """
              INSERT INTO stock_entry (location_id, sku, version, quantity, on_hand_after)
              VALUES ('b1000000-0000-4000-8000-000000000000', 'SKU-9', 1, 5, 5)
              """),
          of(
              "time never goes back along a stock row's versions",
              """
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
              SELECT location_id, sku, version + 1, 0, on_hand, '2000-01-01T00:00:00Z' FROM stock;
              UPDATE stock SET version = version + 1;
              """));

  static final List<Tampering> OF_DECREMENTS =
      List.of(
          of(
              "every line of a decrement takes something",
              """
              WITH decrement AS (
                SELECT DISTINCT location_id, decrement_id, caller, idempotency_key, reference,
                  created_at
                FROM stock_entry
                WHERE decrement_id = 'd1000000-0000-4000-8000-00000000001d'
              ),
              third AS (
                UPDATE stock s SET version = s.version + 1
                FROM decrement d
                WHERE s.location_id = d.location_id AND NOT EXISTS (
                  SELECT 1 FROM stock_entry e
                  WHERE e.decrement_id = d.decrement_id AND e.sku = s.sku)
                RETURNING s.sku, s.version, s.on_hand
              )
              INSERT INTO stock_entry (location_id, sku, version, decrement_id, quantity,
                on_hand_after, caller, idempotency_key, reference, created_at)
              SELECT location_id, sku, version, decrement_id, 0, on_hand, caller,
                idempotency_key, reference, created_at
              FROM third, decrement
              """),
          of(
              "no decrement took more than was on hand",
              "UPDATE stock_entry SET on_hand_after = 0 WHERE version = 1",
              "every stock on hand is the one before it plus the quantity"),
          of(
              "all lines of a decrement tell of one location, caller, key, reference and time",
              """
              UPDATE stock_entry SET reference = 'another'
              WHERE decrement_id = 'd1000000-0000-4000-8000-000000000007' AND sku = 'SKU-1'
              """),
          of(
              "every decrement takes each SKU once",
              """
              WITH again AS (
                UPDATE stock SET version = version + 1, on_hand = on_hand - 1
                WHERE (location_id, sku) = (SELECT location_id, min(sku) FROM stock_entry
                  WHERE decrement_id = 'd1000000-0000-4000-8000-00000000001d'
                  GROUP BY location_id)
                RETURNING location_id, sku, version, on_hand
              )
              INSERT INTO stock_entry (location_id, sku, version, decrement_id, quantity,
                on_hand_after, caller, idempotency_key, reference, created_at)
              SELECT a.location_id, a.sku, a.version, e.decrement_id, -1, a.on_hand, e.caller,
                e.idempotency_key, e.reference, e.created_at
              FROM again a
              JOIN stock_entry e ON e.location_id = a.location_id AND e.sku = a.sku
              WHERE e.decrement_id = 'd1000000-0000-4000-8000-00000000001d'
              """,
              "every accepted decrement answers with the stock of its journal rows"),
          of(
              "every stock entry has decrement, caller and key, or none of them",
              "UPDATE stock_entry SET idempotency_key = 'key-7' WHERE version = 1"));

  static final List<Tampering> OF_PERMISSIONS =
      List.of(
          of(
              "permission versions run from 1 without a gap",
              """
              UPDATE permission_entry e SET acl_version = e.acl_version + 1
              FROM resource r
              WHERE r.id = e.resource_id AND r.acl_version = e.acl_version;
              UPDATE resource SET acl_version = acl_version + 1 WHERE kind = 'location';
              """,
              "every accepted permission change answers with what its journal row says"),
          of(
              "every resource stands at the version where its permission journal ends",
              """
              UPDATE resource SET acl_version = 1
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """),
          of(
              "every change of a role starts from the role before it",
              """
              UPDATE permission_entry SET previous_role = 'operator'
              WHERE previous_role = 'viewer' AND acl_version = (
                SELECT min(acl_version) FROM permission_entry WHERE previous_role = 'viewer')
              """,
              "every accepted permission change answers with what its journal row says"),
          of(
              "every change of a role starts from the role before it",
              """
              UPDATE permission_entry e SET previous_role = 'operator'
              WHERE previous_role = 'none' AND acl_version = (
                SELECT min(n.acl_version)
                FROM permission_entry n
                JOIN permission_entry o USING (resource_id, principal)
                WHERE o.role = 'operator' AND o.acl_version = n.acl_version - 5)
              """,
              "every accepted permission change answers with what its journal row says"),
          of(
              "every permission is what its last change says",
              """
              UPDATE permission SET role = 'viewer' WHERE role = 'operator' AND principal LIKE 'p%'
              """),
          of(
              "every permission is what its last change says",
              """
              UPDATE permission SET expires_at = expires_at + INTERVAL '1 year'
              WHERE principal LIKE 'p%'
              """),
          of(
              "every role in the permission journal is owner, operator, viewer or none",
              """
              UPDATE permission_entry SET previous_role = 'admin'
              WHERE principal = 'p1' AND acl_version = 1
              """,
              "every accepted permission change answers with what its journal row says"),
          of(
              "every role in the permission journal is owner, operator, viewer or none",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 1, 'zoe', 'none', 'reader'),
                ('a1000000-0000-4000-8000-000000000000', 2, 'zoe', 'reader', 'viewer');
              UPDATE resource SET acl_version = 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          of(
              "no grant had expired when it was made",
              """
              UPDATE permission_entry SET expires_at = created_at - INTERVAL '1 second'
              WHERE role = 'operator' AND acl_version < 10
              """),
          of(
              "time never goes back along a resource's permission versions",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              UPDATE resource SET acl_version = acl_version + 1
              WHERE id = 'b1000000-0000-4000-8000-000000000000';
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              SELECT id, acl_version, 'zoe', 'none', 'viewer', '2000-01-01T00:00:00Z'
              FROM resource WHERE id = 'b1000000-0000-4000-8000-000000000000';
              """),
          of(
              "no two permission changes share an id",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'zoe', 'viewer');
              INSERT INTO permission_entry
                (resource_id, acl_version, id, principal, previous_role, role)
              VALUES ('a1000000-0000-4000-8000-000000000000', 1,
                  'e1000000-0000-4000-8000-000000000007', 'zoe', 'none', 'viewer'),
                ('a1000000-0000-4000-8000-000000000000', 2,
                  'e1000000-0000-4000-8000-000000000007', 'zoe', 'viewer', 'viewer');
              UPDATE resource SET acl_version = 2
              WHERE id = 'a1000000-0000-4000-8000-000000000000';
              """),
          of(
              "every permission change has caller and key, or neither",
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
          of(
              "every resource counts its owners right",
              "UPDATE resource SET owner_count = owner_count + 1"),
          of(
              "every resource has an owner",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 1)
              """,
              "every resource counts its owners right"),
          of(
              "every resource has an owner",
              """
              ALTER TABLE resource DROP CONSTRAINT resource_has_an_owner;
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 0);
              """,
              "every key and CHECK of the schema stands and is validated"),
          of(
              "no owner ever expires",
              """
              UPDATE permission_entry SET expires_at = '2100-01-01T00:00:00Z'
              WHERE role = 'owner' AND acl_version < 10
              """),
          of(
              "no owner ever expires",
              """
              ALTER TABLE permission DROP CONSTRAINT permission_owner_never_expires;
              UPDATE permission SET expires_at = '2100-01-01T00:00:00Z'
              WHERE resource_id = 'a1000000-0000-4000-8000-000000000000' AND role = 'owner';
              """,
              "every key and CHECK of the schema stands and is validated"),
          of(
              "no resource was ever without an owner",
              """
              INSERT INTO resource (id, kind, acl_version, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 2, 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'zoe', 'none'),
                ('b1000000-0000-4000-8000-00000000ffff', 'yan', 'owner');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 1, 'zoe', 'owner', 'none'),
                ('b1000000-0000-4000-8000-00000000ffff', 2, 'yan', 'none', 'owner');
              """),
          of(
              "no resource was ever without an owner",
              """
              INSERT INTO resource (id, kind, acl_version, owner_count)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'location', 1, 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'yan', 'owner');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 1, 'yan', 'none', 'owner');
              """),
          // An operator, by a permission that has no journal row.
          of(
              "only owners changed permissions, and others only gave up their own",
              """
              UPDATE permission_entry SET caller = 'bob'
              WHERE id = 'e1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'bob'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7';
              """),
          // A stranger, who never held anything.
          of(
              "only owners changed permissions, and others only gave up their own",
              """
              UPDATE permission_entry SET caller = 'mallory'
              WHERE id = 'e1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'mallory'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7';
              """),
          // Each who makes himself an owner.
          of(
              "only owners changed permissions, and others only gave up their own",
              """
              UPDATE idempotency k SET caller = e.principal
              FROM permission_entry e
              WHERE e.role = 'owner' AND e.previous_role <> 'owner'
                AND k.operation = 'permission-change' AND k.idempotency_key = e.idempotency_key;
              UPDATE permission_entry SET caller = principal
              WHERE role = 'owner' AND previous_role <> 'owner';
              """));

  static final List<Tampering> OF_KEYS =
      List.of(
          of(
              "every accepted key has its journal rows",
              """
              INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict)
              SELECT 'alice', operation, 'lost', sha256('lost'), 'accepted'
              FROM unnest(ARRAY['transfer', 'stock-decrement', 'permission-change']) operation
              """),
          of(
              "every journal row of a caller has its key",
              "DELETE FROM idempotency WHERE operation = 'transfer' AND idempotency_key = 'key-7'"),
          of(
              "every journal row of a caller has its key",
              """
              DELETE FROM idempotency
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          of(
              "every journal row of a caller has its key",
              """
              DELETE FROM idempotency
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          of(
              "no refusal left a journal row",
              """
              UPDATE idempotency SET verdict = 'insufficient-funds'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          of(
              "no refusal left a journal row",
              """
              UPDATE idempotency SET verdict = 'insufficient-stock'
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          of(
              "no refusal left a journal row",
              """
              UPDATE idempotency SET verdict = 'last-owner'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          of(
              "no key took effect twice",
              """
              UPDATE account_entry SET idempotency_key = 'key-6'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000009';
              DELETE FROM idempotency WHERE operation = 'transfer' AND idempotency_key = 'key-9';
              """,
              "every accepted key answers with the id of its journal rows",
              "every accepted transfer answers with the balance of its journal row",
              "every accepted key and its journal rows have one time"),
          of(
              "every accepted key answers with the id of its journal rows",
              """
              UPDATE idempotency
              SET detail = detail || '{"id": "c1000000-0000-4000-8000-00000000ffff"}'
              WHERE idempotency_key = 'key-7'
              """),
          of(
              "every accepted key answers with the id of its journal rows",
              "UPDATE idempotency SET detail = '[]' WHERE idempotency_key = 'key-7'",
              "every accepted transfer answers with the balance of its journal row"),
          of(
              "every accepted key and its journal rows have one time",
              """
              UPDATE idempotency SET created_at = created_at + INTERVAL '1 microsecond'
              WHERE idempotency_key = 'key-7'
              """),
          // The key went with its answer.
          of(
              "every key stays where calls meet it, its answer beside it or in the archive",
              """
              INSERT INTO idempotency_archive
              SELECT * FROM idempotency WHERE idempotency_key = 'key-7';
              DELETE FROM idempotency WHERE idempotency_key = 'key-7';
              """),
          // The answer of a refusal is nowhere.
          of(
              "every key stays where calls meet it, its answer beside it or in the archive",
              "UPDATE idempotency SET verdict = 'archived' WHERE verdict = 'insufficient-funds'"),
          of(
              "every fingerprint is a SHA-256",
              "UPDATE idempotency SET fingerprint = 'short' WHERE idempotency_key = 'key-7'"));

  static final List<Tampering> OF_ANSWERS =
      List.of(
          of(
              "every accepted transfer answers with the balance of its journal row",
              """
              UPDATE idempotency SET detail = detail || '{"fromBalance": 1}'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          of(
              "every accepted transfer answers with the balance of its journal row",
              """
              UPDATE idempotency SET detail = detail - 'fromBalance'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7'
              """),
          of(
              "every accepted decrement answers with the stock of its journal rows",
              """
              UPDATE idempotency SET detail = jsonb_set(detail, '{onHand,SKU-1}', '1')
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7'
              """),
          // A line that was promised and not taken.
          of(
              "every accepted decrement answers with the stock of its journal rows",
              """
              WITH forgotten AS (
                DELETE FROM stock_entry
                WHERE (location_id, sku, version) = (SELECT s.location_id, s.sku, s.version
                  FROM stock s
                  JOIN stock_entry e USING (location_id, sku, version)
                  WHERE e.decrement_id = 'd1000000-0000-4000-8000-00000000001d'
                  LIMIT 1)
                RETURNING location_id, sku, quantity
              )
              UPDATE stock s SET version = version - 1, on_hand = on_hand - f.quantity
              FROM forgotten f
              WHERE s.location_id = f.location_id AND s.sku = f.sku
              """),
          of(
              "every accepted permission change answers with what its journal row says",
              """
              UPDATE idempotency SET detail = detail || '{"aclVersion": 1000}'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """),
          of(
              "every accepted permission change answers with what its journal row says",
              """
              UPDATE idempotency SET detail = detail || '{"previousRole": "admin"}'
              WHERE operation = 'permission-change' AND idempotency_key = 'key-7'
              """));

  /// Two transfers of one moment, each before the other on one of their accounts.
  static final List<Tampering> OF_ORDER =
      List.of(
          of(
              EffectOrder.WITHOUT_CYCLES,
              """
              WITH leg (account_id, further, transfer_id, amount, idempotency_key) AS (
                VALUES
                  ('a1000000-0000-4000-8000-000000000000'::uuid, 1,
                    'c1000000-0000-4000-8000-00000000fff1'::uuid, -1, 'cycle-1'),
                  ('a1000000-0000-4000-8000-000000000000', 2,
                    'c1000000-0000-4000-8000-00000000fff2', -1, 'cycle-2'),
                  ('a1000000-0000-4000-8000-000000000001', 2,
                    'c1000000-0000-4000-8000-00000000fff1', 1, 'cycle-1'),
                  ('a1000000-0000-4000-8000-000000000001', 1,
                    'c1000000-0000-4000-8000-00000000fff2', 1, 'cycle-2')
              ),
              journaled AS (
                INSERT INTO account_entry (account_id, version, transfer_id, amount, balance_after,
                  caller, idempotency_key, created_at)
                SELECT a.id, a.version + further, transfer_id, amount, a.balance + further * amount,
                  'alice', idempotency_key, '2026-06-01T00:00:00Z'
                FROM leg JOIN account a ON a.id = account_id
                RETURNING *
              ),
              remembered AS (
                INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
                  detail, created_at)
                SELECT caller, 'transfer', idempotency_key, sha256('cycle'), 'accepted',
                  jsonb_build_object('id', transfer_id, 'fromBalance', balance_after), created_at
                FROM journaled WHERE amount < 0
              )
              UPDATE account a SET version = version + 2, balance = balance + 2 * leg.amount
              FROM leg WHERE leg.account_id = a.id AND leg.further = 1
              """));
}
