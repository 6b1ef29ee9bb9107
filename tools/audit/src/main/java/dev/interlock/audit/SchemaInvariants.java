package dev.interlock.audit;

import java.util.List;

/// The last line of defence behind the statements: constraints and privileges that stop a defect.
final class SchemaInvariants {

  private static final String TABLES =
      """
      ('resource'), ('permission'), ('permission_entry'), ('account'), ('account_entry'),
      ('hold'), ('stock'), ('stock_entry'), ('reservation_line'), ('idempotency'), ('permission_entry_archive'),
      ('account_entry_archive'), ('stock_entry_archive'), ('idempotency_archive')\
      """;

  /// All tables in the schema of Interlock's own, so that those of functions are included.
  private static final String TABLES_BESIDE =
      """
      (
        SELECT c.oid, c.relname::text AS table_name
        FROM pg_class c
        JOIN pg_class own ON own.oid = to_regclass('idempotency')::oid
          AND own.relnamespace = c.relnamespace
        WHERE c.relkind IN ('r', 'p')
      )\
      """;

  private static final String NO_ROLE =
      """
      SELECT 'no role has the name that the functions are said to log in as: ' || :function_role
      WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :function_role)
      """;

  private static final String GUARDED_COLUMNS =
      """

      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.oid IN (to_regclass('resource')::oid, to_regclass('permission')::oid,
          to_regclass('account')::oid, to_regclass('stock')::oid)
        AND a.attnum > 0 AND NOT a.attisdropped
      """;

  static final List<Invariant> ALL =
      List.of(
          // Without a key two calls can both win, and without a validated CHECK a defect reaches
          // the balance. Neither is missed until the day it is needed.
          new Invariant(
              "schema-constraints",
              "every key and CHECK of the schema exists and is validated",
              """
              SELECT count(*)
              FROM pg_constraint
              WHERE contype IN ('c', 'p')
                AND conrelid IN (
                  SELECT to_regclass(t.table_name) FROM (VALUES %s) AS t (table_name))
              """
                  .formatted(TABLES),
              """
              SELECT wall.table_name, wall.constraint_name,
                CASE WHEN c.conname IS NULL THEN 'missing' ELSE 'not validated' END AS state
              FROM (VALUES
                ('resource', 'resource_pkey'),
                ('resource', 'resource_kind_name'),
                ('resource', 'resource_acl_version'),
                ('resource', 'resource_has_an_owner'),
                ('permission', 'permission_pkey'),
                ('permission', 'permission_role'),
                ('permission', 'permission_owner_never_expires'),
                ('permission', 'permission_principal'),
                ('permission', 'permission_expires_at'),
                ('permission_entry', 'permission_entry_pkey'),
                ('permission_entry', 'permission_entry_acl_version'),
                ('account', 'account_pkey'),
                ('account', 'account_balance'),
                ('account', 'account_status'),
                ('account', 'account_version'),
                ('account', 'account_held'),
                ('hold', 'hold_pkey'),
                ('hold', 'hold_amount'),
                ('hold', 'hold_captured'),
                ('hold', 'hold_state'),
                ('hold', 'hold_settled_once'),
                ('hold', 'hold_expires_at'),
                ('account_entry', 'account_entry_pkey'),
                ('account_entry', 'account_entry_version'),
                ('stock', 'stock_pkey'),
                ('stock', 'stock_on_hand'),
                ('stock', 'stock_version'),
                ('stock', 'stock_reserved'),
                ('reservation_line', 'reservation_line_pkey'),
                ('reservation_line', 'reservation_line_quantity'),
                ('reservation_line', 'reservation_line_taken'),
                ('reservation_line', 'reservation_line_state'),
                ('reservation_line', 'reservation_line_settled_once'),
                ('reservation_line', 'reservation_line_expires_at'),
                ('stock_entry', 'stock_entry_pkey'),
                ('stock_entry', 'stock_entry_version'),
                ('idempotency', 'idempotency_pkey'),
                ('permission_entry_archive', 'permission_entry_archive_pkey'),
                ('account_entry_archive', 'account_entry_archive_pkey'),
                ('stock_entry_archive', 'stock_entry_archive_pkey'),
                ('idempotency_archive', 'idempotency_archive_pkey')
              ) AS wall (table_name, constraint_name)
              LEFT JOIN pg_constraint c
                ON c.conrelid = to_regclass(wall.table_name) AND c.conname = wall.constraint_name
              WHERE c.convalidated IS NOT TRUE
              ORDER BY wall.table_name, wall.constraint_name
              """),
          // A CHECK accepts NULL, and so does every comparison in the invariants below.
          new Invariant(
              "schema-not-null",
              "no required column accepts NULL",
              """
              SELECT count(*)
              FROM pg_attribute
              WHERE attnum > 0 AND NOT attisdropped
                AND attrelid IN (
                  SELECT to_regclass(t.table_name) FROM (VALUES %s) AS t (table_name))
              """
                  .formatted(TABLES),
              """
              SELECT wall.table_name, a.attname AS column_name
              FROM (VALUES %s) AS wall (table_name)
              JOIN pg_attribute a ON a.attrelid = to_regclass(wall.table_name)
              WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT a.attnotnull
                AND a.attname IN (
                  'id', 'kind', 'acl_version', 'owner_count', 'resource_id', 'principal', 'role',
                  'previous_role', 'created_at', 'currency', 'balance', 'status', 'version',
                  'account_id', 'amount', 'balance_after', 'location_id', 'sku', 'on_hand',
                  'quantity', 'on_hand_after', 'operation', 'fingerprint', 'verdict', 'detail',
                  'held', 'reserved', 'source_id', 'destination_id', 'captured', 'taken', 'state',
                  'reservation_id', 'expires_at')
                AND NOT (wall.table_name LIKE 'account\\_entry%%'
                  AND a.attname IN ('currency', 'status', 'held'))
                AND NOT (wall.table_name LIKE 'stock\\_entry%%'
                  AND a.attname IN ('reserved', 'reservation_id'))
                AND NOT (wall.table_name LIKE 'permission%%' AND a.attname = 'expires_at')
              ORDER BY wall.table_name, a.attname
              """
                  .formatted(TABLES)),
          // A stolen function credential must not be able to rewrite history. A grant of UPDATE on
          // any column counts, and so does any role that the functions' may set.
          new Invariant(
              "role-privileges",
              "the functions' role can only insert into journals and keys, and delete nothing",
              "SELECT count(*) FROM " + TABLES_BESIDE + " t",
              """
              SELECT held.role, held.table_name, held.privilege
              FROM (
                SELECT r.rolname AS role, t.table_name, p.privilege,
                  CASE p.privilege
                    WHEN 'UPDATE' THEN has_any_column_privilege(r.rolname, t.oid, 'UPDATE')
                    ELSE has_table_privilege(r.rolname, t.oid, p.privilege)
                  END AS granted
                FROM pg_roles r
                CROSS JOIN %s t
                CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'))
                  AS p (privilege)
                WHERE pg_has_role(:function_role, r.rolname, 'MEMBER')
              ) held
              WHERE held.granted
                AND (held.privilege IN ('DELETE', 'TRUNCATE', 'TRIGGER')
                  OR held.privilege = 'UPDATE'
                    AND (held.table_name LIKE '%%\\_entry' OR held.table_name = 'idempotency')
                  OR held.table_name LIKE '%%\\_archive'
                  OR held.table_name LIKE 'interlock\\_%%migration')
              ORDER BY held.table_name, held.privilege, held.role
              """
                  .formatted(TABLES_BESIDE),
              NO_ROLE),
          // Only the back office opens, closes and reopens. CockroachDB grants rights on whole
          // tables only.
          new Invariant(
              "role-columns",
              "the functions' role can update only the columns that statements change",
              "SELECT count(*)" + GUARDED_COLUMNS,
              "SELECT c.relname AS table_name, a.attname AS column_name"
                  + GUARDED_COLUMNS
                  + """
                    AND version() LIKE 'PostgreSQL%'
                    AND EXISTS (
                      SELECT 1 FROM pg_roles r
                      WHERE pg_has_role(:function_role, r.rolname, 'MEMBER')
                        AND has_column_privilege(r.rolname, c.oid, a.attnum, 'UPDATE'))
                    AND (c.relname, a.attname) NOT IN (
                      ('resource', 'acl_version'), ('resource', 'owner_count'),
                      ('permission', 'role'), ('permission', 'expires_at'),
                      ('account', 'balance'), ('account', 'held'), ('account', 'version'),
                      ('stock', 'on_hand'), ('stock', 'reserved'), ('stock', 'version'))
                  ORDER BY c.relname, a.attname
                  """,
              NO_ROLE));

  private SchemaInvariants() {}
}
