package dev.interlock.audit;

import java.util.List;

/// Tampering with [ValidHistory#SMALL] that breaks no invariant but those of an earlier seal.
record SealTamperings(String name, String sql, List<String> offenders) {

  @Override
  public String toString() {
    return name;
  }

  static final List<SealTamperings> ALL =
      List.of(
          // Sent again, the command may now be accepted.
          new SealTamperings(
              "refused key deleted",
              """
              DELETE FROM idempotency
              WHERE operation = 'stock-decrement' AND idempotency_key = 'refused-key-10'
              """,
              List.of(
                  "sealed-keys: removed: caller=bob operation=stock-decrement"
                      + " idempotency_key=refused-key-10 created_at=2026-01-01 00:00:10+00")),
          new SealTamperings(
              "refusal answered differently",
              """
              UPDATE idempotency SET verdict = 'balance-limit'
              WHERE operation = 'transfer' AND idempotency_key = 'refused-key-36'
              """,
              List.of(
                  "sealed-keys: changed: caller=alice operation=transfer"
                      + " idempotency_key=refused-key-36 created_at=2026-01-01 00:00:36+00")),
          new SealTamperings(
              "command of a refused key exchanged",
              """
              UPDATE idempotency SET fingerprint = sha256('another')
              WHERE operation = 'permission-change' AND idempotency_key = 'refused-key-0'
              """,
              List.of(
                  "sealed-keys: changed: caller=alice operation=permission-change"
                      + " idempotency_key=refused-key-0 created_at=2026-01-01 00:00:00+00")),
          new SealTamperings(
              "refused key given another time",
              """
              UPDATE idempotency SET created_at = created_at + INTERVAL '1 microsecond'
              WHERE operation = 'permission-change' AND idempotency_key = 'refused-key-0'
              """,
              List.of(
                  "sealed-keys: removed: caller=alice operation=permission-change"
                      + " idempotency_key=refused-key-0 created_at=2026-01-01 00:00:00+00",
                  "sealed-keys: added: caller=alice operation=permission-change"
                      + " idempotency_key=refused-key-0 created_at=2026-01-01 00:00:00.000001+00")),
          new SealTamperings(
              "refused key given a time that is not sealed yet",
              """
              UPDATE idempotency SET created_at = clock_timestamp()
              WHERE operation = 'permission-change' AND idempotency_key = 'refused-key-0'
              """,
              List.of(
                  "sealed-keys: removed: caller=alice operation=permission-change"
                      + " idempotency_key=refused-key-0 created_at=2026-01-01 00:00:00+00")),
          new SealTamperings(
              "refused key written into a sealed period",
              """
              INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,
                created_at)
              VALUES ('mallory', 'transfer', 'never-sent', sha256('x'), 'insufficient-funds',
                '2026-01-01T00:00:30Z')
              """,
              List.of(
                  "sealed-keys: added: caller=mallory operation=transfer"
                      + " idempotency_key=never-sent created_at=2026-01-01 00:00:30+00")),
          new SealTamperings(
              "last transfer removed from both accounts",
              """
              UPDATE account a SET version = a.version - 1, balance = a.balance - e.amount
              FROM account_entry e
              WHERE e.account_id = a.id
                AND e.transfer_id = 'c1000000-0000-4000-8000-00000000003b';
              DELETE FROM account_entry
              WHERE transfer_id = 'c1000000-0000-4000-8000-00000000003b';
              DELETE FROM idempotency WHERE operation = 'transfer' AND idempotency_key = 'key-59';
              """,
              List.of(
                  "sealed-account-entries: removed:"
                      + " account_id=a1000000-0000-4000-8000-000000000003 version=21"
                      + " created_at=2026-01-01 00:00:59+00",
                  "sealed-account-entries: removed:"
                      + " account_id=a1000000-0000-4000-8000-000000000004 version=21"
                      + " created_at=2026-01-01 00:00:59+00",
                  "sealed-keys: removed: caller=alice operation=transfer"
                      + " idempotency_key=key-59 created_at=2026-01-01 00:00:59+00")),
          new SealTamperings(
              "last decrement removed",
              """
              UPDATE stock s SET version = s.version - 1, on_hand = s.on_hand - e.quantity
              FROM stock_entry e
              WHERE e.location_id = s.location_id AND e.sku = s.sku
                AND e.decrement_id = 'd1000000-0000-4000-8000-00000000001d';
              DELETE FROM stock_entry
              WHERE decrement_id = 'd1000000-0000-4000-8000-00000000001d';
              DELETE FROM idempotency
              WHERE operation = 'stock-decrement' AND idempotency_key = 'key-29';
              """,
              List.of(
                  "sealed-stock-entries: removed:"
                      + " location_id=b1000000-0000-4000-8000-000000000001 sku=SKU-0 version=11"
                      + " created_at=2026-01-01 00:00:29+00",
                  "sealed-stock-entries: removed:"
                      + " location_id=b1000000-0000-4000-8000-000000000001 sku=SKU-2 version=11"
                      + " created_at=2026-01-01 00:00:29+00",
                  "sealed-keys: removed: caller=alice operation=stock-decrement"
                      + " idempotency_key=key-29 created_at=2026-01-01 00:00:29+00")),
          new SealTamperings(
              "last permission change removed",
              """
              WITH undone AS (
                DELETE FROM permission_entry WHERE idempotency_key = 'key-59' RETURNING *
              ),
              before AS (
                SELECT e.* FROM permission_entry e
                JOIN undone u USING (resource_id, principal)
                WHERE e.acl_version < u.acl_version
                ORDER BY e.acl_version DESC LIMIT 1
              ),
              restored AS (
                UPDATE permission p SET role = b.role, expires_at = b.expires_at
                FROM before b
                WHERE p.resource_id = b.resource_id AND p.principal = b.principal
              )
              UPDATE resource r SET acl_version = r.acl_version - 1,
                owner_count = r.owner_count + (b.role = 'owner')::int - (u.role = 'owner')::int
              FROM undone u, before b
              WHERE r.id = u.resource_id;
              DELETE FROM idempotency
              WHERE operation = 'permission-change' AND idempotency_key = 'key-59';
              """,
              List.of(
                  "sealed-permission-entries: removed:"
                      + " resource_id=b1000000-0000-4000-8000-000000000001 acl_version=30"
                      + " principal=alice created_at=2026-01-01 00:00:59+00",
                  "sealed-keys: removed: caller=alice operation=permission-change"
                      + " idempotency_key=key-59 created_at=2026-01-01 00:00:59+00")),
          new SealTamperings(
              "reference of a payment by the back office changed",
              """
              UPDATE account_entry SET reference = 'a gift'
              WHERE account_id = 'a1000000-0000-4000-8000-000000000002' AND version = 1
              """,
              List.of(
                  "sealed-account-entries: changed:"
                      + " account_id=a1000000-0000-4000-8000-000000000002 version=1"
                      + " created_at=2025-12-31 00:00:00+00")),
          new SealTamperings(
              "account opened in a sealed period",
              """
              INSERT INTO resource (id, kind, owner_count)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'account', 1);
              INSERT INTO permission (resource_id, principal, role)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'mallory', 'owner');
              INSERT INTO account (id, currency, balance, version)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 'EUR', 500, 1);
              INSERT INTO permission_entry
                (resource_id, acl_version, principal, previous_role, role, created_at)
              VALUES ('a1000000-0000-4000-8000-00000000ffff', 0, 'mallory', 'none', 'owner',
                '2026-01-01T00:00:00Z');
              INSERT INTO account_entry
                (account_id, version, amount, balance_after, currency, status, created_at)
              VALUES
                ('a1000000-0000-4000-8000-00000000ffff', 0, 0, 0, 'EUR', 'open',
                  '2026-01-01T00:00:00Z'),
                ('a1000000-0000-4000-8000-00000000ffff', 1, 500, 500, NULL, NULL,
                  '2026-01-01T00:00:00Z');
              """,
              List.of(
                  "sealed-account-entries: added:"
                      + " account_id=a1000000-0000-4000-8000-00000000ffff version=0"
                      + " created_at=2026-01-01 00:00:00+00",
                  "sealed-account-entries: added:"
                      + " account_id=a1000000-0000-4000-8000-00000000ffff version=1"
                      + " created_at=2026-01-01 00:00:00+00",
                  "sealed-permission-entries: added:"
                      + " resource_id=a1000000-0000-4000-8000-00000000ffff acl_version=0"
                      + " principal=mallory created_at=2026-01-01 00:00:00+00")),
          // Too many rows to be named.
          new SealTamperings(
              "journal of accounts rewritten from its start",
              """
              UPDATE account SET balance = 2 * balance WHERE id::text LIKE 'a1%';
              UPDATE account_entry SET amount = 2 * amount, balance_after = 2 * balance_after
              WHERE account_id::text LIKE 'a1%';
              UPDATE idempotency k
              SET detail = k.detail || jsonb_build_object('fromBalance', e.balance_after),
                fingerprint = fingerprint(e.account_id::text, g.account_id::text, g.amount::text,
                  a.currency, coalesce(e.reference, ''))
              FROM account_entry e
              JOIN account_entry g USING (transfer_id)
              JOIN account a ON a.id = e.account_id
              WHERE e.amount < 0 AND g.amount > 0 AND k.operation = 'transfer'
                AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key;
              """,
              List.of(
                  "sealed-account-entries: 2025-12-31: 6 rows sealed, 6 now, not the same",
                  "sealed-account-entries: 2026-01-01: 120 rows sealed, 120 now, not the same",
                  "sealed-keys: 2026-01-01: KEYS rows sealed, KEYS now, not the same")));
}
