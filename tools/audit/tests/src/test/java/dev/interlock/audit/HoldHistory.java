package dev.interlock.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Holds and reservations of dora, ten days after [OfficeHistory]: settled in part, settled with
/// nothing, open, open past their expiry, and expired.
///
/// The holds are `f2…1` to `f2…5`, from account `a2…4` to `a2…5`; the reservations `f3…1` to
/// `f3…4`, of FIG and PEAR at `b2…3`. Their settlements have the same numbers and begin with `f4`
/// and `f5`.
final class HoldHistory {

  private HoldHistory() {}

  static void write(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = public");
      for (String sql : new String[] {CLOCK, HOLDS, RESERVATIONS, KEYS, REFUSED_KEYS}) {
        statement.execute(sql);
      }
    }
  }

  /// A minute of that day, and the id of something that is numbered.
  private static final String CLOCK =
      """
      CREATE FUNCTION minute(n int) RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT min(created_at) + INTERVAL '10 days' + n * INTERVAL '1 minute'
        FROM idempotency WHERE caller = 'office:kim'
      $$;
      CREATE FUNCTION numbered(kind text, n int) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
        SELECT (kind || '000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
      $$;
      """;

  /// The fifth placement folds the third hold, which has expired.
  private static final String HOLDS =
      """
      INSERT INTO hold (id, source_id, destination_id, amount, captured, state, expires_at,
        created_at, settled_at, reference)
      SELECT numbered('f2', n), numbered('a2', 4), numbered('a2', 5), amount, captured, state,
        coalesce(minute(expires), '2999-01-01T00:00:00Z'), minute(placed), minute(settled),
        reference
      FROM (VALUES
        (1, 100, 60, 'settled', NULL, 1, 2, 'order 1'),
        (2, 50, 0, 'settled', NULL, 3, 4, NULL),
        (3, 20, 0, 'expired', 7, 5, NULL, NULL),
        (4, 30, 0, 'open', NULL, 6, NULL, 'order 4'),
        (5, 10, 0, 'open', 60, 8, NULL, NULL)
      ) AS h (n, amount, captured, state, expires, placed, settled, reference);

      INSERT INTO account_entry (account_id, version, hold_id, settlement_id, amount,
        balance_after, held, held_after, caller, idempotency_key, reference, created_at)
      SELECT numbered('a2', account), version, numbered('f2', hold), numbered('f4', settlement),
        amount, balance_after, held, held_after, 'dora', key, reference, minute(at)
      FROM (VALUES
        (4, 2, 1, NULL, 0, 300, 100, 100, 'hold-1', 'order 1', 1),
        (4, 3, 1, 1, -60, 240, -100, 0, 'settlement-1', 'paid', 2),
        (5, 1, 1, 1, 60, 60, NULL, NULL, 'settlement-1', 'paid', 2),
        (4, 4, 2, NULL, 0, 240, 50, 50, 'hold-2', NULL, 3),
        (4, 5, 2, 2, 0, 240, -50, 0, 'settlement-2', NULL, 4),
        (4, 6, 3, NULL, 0, 240, 20, 20, 'hold-3', NULL, 5),
        (4, 7, 4, NULL, 0, 240, 30, 50, 'hold-4', 'order 4', 6),
        (4, 8, 5, NULL, 0, 240, -10, 40, 'hold-5', NULL, 8)
      ) AS e (account, version, hold, settlement, amount, balance_after, held, held_after, key,
        reference, at);

      UPDATE account SET balance = 240, held = 40, version = 8 WHERE id = numbered('a2', 4);
      UPDATE account SET balance = 60, version = 1 WHERE id = numbered('a2', 5);
      """;

  /// The fourth placement folds the third reservation, which has expired.
  private static final String RESERVATIONS =
      """
      INSERT INTO reservation_line (reservation_id, sku, location_id, quantity, taken, state,
        expires_at, created_at, settled_at, reference)
      SELECT numbered('f3', n), sku, numbered('b2', 3), quantity, taken, state,
        coalesce(minute(expires), '2999-01-01T00:00:00Z'), minute(placed), minute(settled),
        reference
      FROM (VALUES
        (1, 'FIG', 2, 0, 'settled', NULL, 1, 2, 'order 1'),
        (1, 'PEAR', 4, 3, 'settled', NULL, 1, 2, 'order 1'),
        (2, 'PEAR', 1, 0, 'open', NULL, 4, NULL, NULL),
        (3, 'FIG', 3, 0, 'expired', 7, 5, NULL, NULL),
        (4, 'FIG', 1, 0, 'open', 60, 8, NULL, NULL)
      ) AS r (n, sku, quantity, taken, state, expires, placed, settled, reference);

      INSERT INTO stock_entry (location_id, sku, version, reservation_id, settlement_id, quantity,
        on_hand_after, reserved, reserved_after, caller, idempotency_key, reference, created_at)
      SELECT numbered('b2', 3), sku, version, numbered('f3', reservation),
        numbered('f5', settlement), quantity, on_hand_after, reserved, reserved_after, 'dora', key,
        reference, minute(at)
      FROM (VALUES
        ('FIG', 2, 1, NULL, 0, 10, 2, 2, 'reservation-1', 'order 1', 1),
        ('PEAR', 2, 1, NULL, 0, 10, 4, 4, 'reservation-1', 'order 1', 1),
        ('FIG', 3, 1, 1, 0, 10, -2, 0, 'taking-1', 'sent', 2),
        ('PEAR', 3, 1, 1, -3, 7, -4, 0, 'taking-1', 'sent', 2),
        ('PEAR', 4, 2, NULL, 0, 7, 1, 1, 'reservation-2', NULL, 4),
        ('FIG', 4, 3, NULL, 0, 10, 3, 3, 'reservation-3', NULL, 5),
        ('FIG', 5, 4, NULL, 0, 10, -2, 1, 'reservation-4', NULL, 8)
      ) AS e (sku, version, reservation, settlement, quantity, on_hand_after, reserved,
        reserved_after, key, reference, at);

      UPDATE stock SET reserved = 1, version = 5 WHERE sku = 'FIG';
      UPDATE stock SET on_hand = 7, reserved = 1, version = 4 WHERE sku = 'PEAR';
      """;

  private static final String KEYS =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict, detail,
        created_at)
      SELECT e.caller, 'hold', e.idempotency_key,
        fingerprint(h.source_id::text, h.destination_id::text, h.amount::text, 'EUR',
          coalesce(h.reference, ''),
          to_char(h.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
        'accepted',
        jsonb_build_object('id', h.id, 'fromAvailable', e.balance_after - e.held_after),
        e.created_at
      FROM account_entry e JOIN hold h ON h.id = e.hold_id
      WHERE e.settlement_id IS NULL
      UNION ALL
      SELECT e.caller, 'settlement', e.idempotency_key,
        fingerprint(h.id::text, h.captured::text, coalesce(e.reference, '')), 'accepted',
        jsonb_build_object('id', e.settlement_id, 'from', h.source_id, 'to', h.destination_id,
          'currency', 'EUR', 'released', h.amount - h.captured, 'toBalance', 60),
        e.created_at
      FROM account_entry e JOIN hold h ON h.id = e.hold_id
      WHERE e.settlement_id IS NOT NULL AND e.held IS NOT NULL
      UNION ALL
      SELECT e.caller, 'stock-reservation', e.idempotency_key,
        fingerprint(VARIADIC ARRAY[r.location_id::text, coalesce(r.reference, ''),
          to_char(r.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')]
          || string_to_array(string_agg(r.sku || ' ' || r.quantity, ' ' ORDER BY r.sku), ' ')),
        'accepted',
        jsonb_build_object('id', r.reservation_id, 'available',
          jsonb_object_agg(r.sku, e.on_hand_after - e.reserved_after)),
        e.created_at
      FROM stock_entry e
      JOIN reservation_line r ON r.reservation_id = e.reservation_id AND r.sku = e.sku
      WHERE e.settlement_id IS NULL
      GROUP BY e.caller, e.idempotency_key, e.created_at, r.reservation_id, r.location_id,
        r.reference, r.expires_at
      UNION ALL
      SELECT 'dora', 'reservation-settlement', 'taking-1',
        fingerprint(numbered('f3', 1)::text, 'sent', 'PEAR', '3'), 'accepted',
        jsonb_build_object('id', numbered('f5', 1), 'location', numbered('b2', 3), 'lines',
          '{"FIG": {"quantity": 0, "released": 2, "onHand": 10},
            "PEAR": {"quantity": 3, "released": 1, "onHand": 7}}'::jsonb),
        minute(2);
      """;

  private static final String REFUSED_KEYS =
      """
      INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict, detail,
        created_at)
      SELECT 'dora', operation, key, sha256(key::bytea), verdict, detail::jsonb, minute(at)
      FROM (VALUES
        ('hold', 'too-much', 'insufficient-funds', '{}', 9),
        ('hold', 'too-late', 'expiry-past', '{}', 9),
        ('settlement', 'again', 'hold-settled', '{}', 9),
        ('settlement', 'late', 'hold-expired', '{}', 9),
        ('settlement', 'excess', 'amount-exceeds-hold', '{"held": 30}', 9),
        ('settlement', 'unknown', 'hold-not-found', '{}', 9),
        ('stock-reservation', 'too-many', 'insufficient-stock', '{"available": {"PEAR": 6}}', 9),
        ('reservation-settlement', 'again', 'reservation-settled', '{}', 9),
        ('reservation-settlement', 'late', 'reservation-expired', '{}', 9),
        ('reservation-settlement', 'excess', 'quantity-exceeds-reservation',
          '{"reserved": {"NUT": 0, "PEAR": 1}}', 9)
      ) AS k (operation, key, verdict, detail, at);
      """;
}
