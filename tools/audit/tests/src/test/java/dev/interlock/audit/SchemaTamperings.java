package dev.interlock.audit;

import java.util.List;

/// Tampering with the schema and with references between rows.
final class SchemaTamperings {

  static final List<Tampering> OF_SCHEMA =
      List.of(
          Tampering.of(
              "every key and CHECK of the schema exists and is validated",
              "ALTER TABLE account DROP CONSTRAINT account_balance"),
          Tampering.of(
              "every key and CHECK of the schema exists and is validated",
              """
              ALTER TABLE account DROP CONSTRAINT account_balance;
              ALTER TABLE account ADD CONSTRAINT account_balance CHECK (balance >= 0) NOT VALID;
              """),
          Tampering.of(
              "no required column accepts NULL",
              "ALTER TABLE account ALTER COLUMN balance DROP NOT NULL"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "GRANT DELETE ON permission TO interlock_function"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "GRANT UPDATE ON account_entry TO PUBLIC"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "GRANT INSERT ON idempotency_archive TO interlock_function"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "GRANT UPDATE (detail) ON idempotency TO interlock_function"),
          // The tables of a function are found by the catalogue.
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "CREATE TABLE booking_entry (id uuid PRIMARY KEY);"
                  + " GRANT SELECT, INSERT, UPDATE ON booking_entry TO interlock_function"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "CREATE TABLE booking (id uuid PRIMARY KEY);"
                  + " GRANT SELECT, DELETE ON booking TO interlock_function"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "GRANT INSERT ON interlock_operation_migration TO interlock_function"),
          Tampering.of(
              "the functions' role can only insert into journals and keys, and delete nothing",
              "ALTER ROLE interlock_function SUPERUSER",
              "the functions' role can update only the columns that statements change"),
          Tampering.of(
              "the functions' role can update only the columns that statements change",
              "GRANT UPDATE (status) ON account TO interlock_function"),
          Tampering.of(
              "the functions' role can update only the columns that statements change",
              "GRANT UPDATE ON stock TO PUBLIC"));

  static final List<Tampering> OF_RESOURCES =
      List.of(
          Tampering.of(
              "every account belongs to a resource of kind account",
              """
              UPDATE resource SET kind = 'location'
              WHERE id = 'a1000000-0000-4000-8000-000000000000'
              """),
          Tampering.of(
              "every account belongs to a resource of kind account",
              """
              INSERT INTO account (id, currency)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'EUR');
              INSERT INTO account_entry
                (account_id, version, amount, balance_after, currency, status, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 0, 0, 'EUR', 'open',
                '2026-01-31T00:00:00Z');
              """),
          Tampering.of(
              "every resource of kind account has its account",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'account', 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'alice', 'owner');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 'alice', 'none', 'owner',
                '2026-01-31T00:00:00Z');
              """),
          Tampering.of(
              "every stock row belongs to a resource of kind location",
              """
              INSERT INTO stock (location_id, sku)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'SKU-0');
              INSERT INTO stock_entry
                (location_id, sku, version, quantity, on_hand_after, created_at)
              VALUES ('a1000000-0000-4000-8000-000000000000', 'SKU-0', 0, 0, 0,
                '2026-01-31T00:00:00Z');
              """),
          Tampering.of(
              "every resource is of a kind that Interlock or a function describes",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'acount', 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'alice', 'owner');
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 'alice', 'none', 'owner',
                '2026-01-31T00:00:00Z');
              """),
          Tampering.of(
              "every permission and every permission change belongs to a resource",
              """
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 'mallory', 'viewer')
              """,
              "every permission is what its journal adds up to"),
          Tampering.of(
              "every permission and every permission change belongs to a resource",
              """
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES ('b1000000-0000-4000-8000-00000000ffff', 0, 'mallory', 'none', 'viewer',
                '2026-01-31T00:00:00Z')
              """,
              "no resource was ever without an owner",
              "every permission is what its journal adds up to"),
          Tampering.of(
              "every movement of money or stock was made by a caller who had held a role there",
              """
              UPDATE account_entry SET caller = 'mallory'
              WHERE transfer_id = 'c1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'mallory'
              WHERE operation = 'transfer' AND idempotency_key = 'key-7';
              """,
              "every accepted call was allowed at some moment while it ran"),
          Tampering.of(
              "every movement of money or stock was made by a caller who had held a role there",
              """
              UPDATE stock_entry SET caller = 'mallory'
              WHERE decrement_id = 'd1000000-0000-4000-8000-000000000007';
              UPDATE idempotency SET caller = 'mallory'
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-7';
              """,
              "every accepted call was allowed at some moment while it ran"));

  private SchemaTamperings() {}
}
