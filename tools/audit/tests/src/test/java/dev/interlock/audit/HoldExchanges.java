package dev.interlock.audit;

import dev.interlock.audit.history.Exchange;
import dev.interlock.audit.operation.Operations;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// The exchanges of the callers of [HoldHistory]: each request that was accepted, sent again with a
/// replay for its answer; each that was refused; and a read of what is set aside.
final class HoldExchanges {

  private static final Duration TENTH = Duration.ofMillis(100);

  private final ValidExchanges.Sink sink;

  private HoldExchanges(ValidExchanges.Sink sink) {
    this.sink = sink;
  }

  static void each(Statement statement, ValidExchanges.Sink sink) throws SQLException, IOException {
    HoldExchanges exchanges = new HoldExchanges(sink);
    for (String sql : new String[] {HOLDS, SETTLEMENTS, RESERVATIONS, TAKEN, REFUSED}) {
      exchanges.writes(statement.executeQuery(sql));
    }
    statement.execute(BODIES);
    exchanges.reads(statement.executeQuery(READS));
  }

  private void writes(ResultSet row) throws SQLException, IOException {
    while (row.next()) {
      Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
      write(row, at, false);
      if (row.getInt("status") == 201) {
        write(row, at.plusSeconds(5), true);
      }
    }
  }

  private void write(ResultSet row, Instant at, boolean replayed) throws SQLException, IOException {
    sink.take(
        new Exchange(
            Operations.named(row.getString("operation")).orElseThrow(),
            "dora",
            Optional.of(row.getString("key")),
            Optional.empty(),
            row.getString("request"),
            at.minus(TENTH),
            Optional.of(
                new Exchange.Answer(
                    at.plus(TENTH),
                    row.getInt("status"),
                    replayed,
                    Optional.empty(),
                    row.getString("body")))));
  }

  private void reads(ResultSet row) throws SQLException, IOException {
    while (row.next()) {
      Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
      sink.take(
          new Exchange(
              Operations.named(row.getString("operation")).orElseThrow(),
              "dora",
              Optional.empty(),
              Optional.empty(),
              row.getString("path"),
              at,
              Optional.of(
                  new Exchange.Answer(
                      at.plus(TENTH), 200, false, Optional.empty(), row.getString("body")))));
    }
  }

  private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

  private static final String HOLDS =
      """
      SELECT 'hold' AS operation, e.idempotency_key AS key, e.created_at AS at, 201 AS status,
        r.request::text AS request,
        jsonb_strip_nulls(r.request || jsonb_build_object('id', h.id,
          'fromAvailable', e.balance_after - e.held_after,
          'createdAt', to_char(h.created_at AT TIME ZONE 'UTC', TIME)))::text AS body
      FROM account_entry e
      JOIN hold h ON h.id = e.hold_id
      CROSS JOIN LATERAL (
        SELECT jsonb_strip_nulls(jsonb_build_object('from', h.source_id, 'to', h.destination_id,
          'amount', h.amount, 'currency', 'EUR', 'reference', h.reference,
          'expiresAt', to_char(h.expires_at AT TIME ZONE 'UTC', TIME))) AS request
      ) r
      WHERE e.settlement_id IS NULL
      ORDER BY e.version
      """
          .replace("TIME)", TIME + ")");

  private static final String SETTLEMENTS =
      """
      SELECT 'settlement' AS operation, e.idempotency_key AS key, e.created_at AS at, 201 AS status,
        r.request::text AS request,
        jsonb_strip_nulls(r.request || jsonb_build_object('id', e.settlement_id,
          'from', h.source_id, 'to', h.destination_id, 'released', h.amount - h.captured,
          'currency', 'EUR', 'toBalance', 60,
          'createdAt', to_char(e.created_at AT TIME ZONE 'UTC', TIME)))::text AS body
      FROM account_entry e
      JOIN hold h ON h.id = e.hold_id
      CROSS JOIN LATERAL (
        SELECT jsonb_strip_nulls(jsonb_build_object('hold', h.id, 'amount', h.captured,
          'reference', e.reference)) AS request
      ) r
      WHERE e.settlement_id IS NOT NULL AND e.held IS NOT NULL
      ORDER BY e.version
      """
          .replace("TIME)", TIME + ")");

  // In the request, the last line comes first.
  private static final String RESERVATIONS =
      """
      SELECT 'stock-reservation' AS operation, e.idempotency_key AS key, e.created_at AS at,
        201 AS status,
        jsonb_strip_nulls(r.request || jsonb_build_object('lines', jsonb_agg(
          jsonb_build_object('sku', l.sku, 'quantity', l.quantity) ORDER BY l.sku DESC)))::text
          AS request,
        jsonb_strip_nulls(r.request || jsonb_build_object('id', l.reservation_id,
          'lines', jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity,
            'available', e.on_hand_after - e.reserved_after) ORDER BY l.sku),
          'createdAt', to_char(e.created_at AT TIME ZONE 'UTC', TIME)))::text AS body
      FROM stock_entry e
      JOIN reservation_line l ON l.reservation_id = e.reservation_id AND l.sku = e.sku
      CROSS JOIN LATERAL (
        SELECT jsonb_build_object('location', l.location_id, 'reference', l.reference,
          'expiresAt', to_char(l.expires_at AT TIME ZONE 'UTC', TIME)) AS request
      ) r
      WHERE e.settlement_id IS NULL
      GROUP BY e.idempotency_key, e.created_at, l.reservation_id, r.request
      ORDER BY e.created_at
      """
          .replace("TIME)", TIME + ")");

  private static final String TAKEN =
      """
      SELECT 'reservation-settlement' AS operation, 'taking-1' AS key, minute(2) AS at,
        201 AS status,
        jsonb_build_object('reservation', numbered('f3', 1), 'reference', 'sent',
          'lines', '[{"sku": "PEAR", "quantity": 1}, {"sku": "PEAR", "quantity": 2}]'::jsonb)::text
          AS request,
        jsonb_build_object('id', numbered('f5', 1), 'reservation', numbered('f3', 1),
          'location', numbered('b2', 3), 'reference', 'sent',
          'lines', '[{"sku": "FIG", "quantity": 0, "released": 2, "onHand": 10},
            {"sku": "PEAR", "quantity": 3, "released": 1, "onHand": 7}]'::jsonb,
          'createdAt', to_char(minute(2) AT TIME ZONE 'UTC', TIME))::text AS body
      """
          .replace("TIME)", TIME + ")");

  // 200 of 240 are available: 30 are held, and 10 more until minute 60.
  private static final String REFUSED =
      """
      SELECT r.operation, r.key, k.created_at AS at, r.status, r.request::text AS request,
        (jsonb_build_object('type', 'urn:interlock:' || r.problem) || r.members::jsonb)::text
          AS body
      FROM (VALUES
        ('hold', 'too-much', 409, 'insufficient-funds', '{}',
          jsonb_build_object('from', numbered('a2', 4), 'to', numbered('a2', 5), 'amount', 201,
            'currency', 'EUR', 'expiresAt', '2999-01-01T00:00:00Z')),
        ('hold', 'too-late', 409, 'expiry-past', '{}',
          jsonb_build_object('from', numbered('a2', 4), 'to', numbered('a2', 5), 'amount', 1,
            'currency', 'EUR', 'expiresAt', '2020-01-01T00:00:00Z')),
        ('settlement', 'again', 409, 'hold-settled', '{}',
          jsonb_build_object('hold', numbered('f2', 1), 'amount', 60)),
        ('settlement', 'late', 409, 'hold-expired', '{}',
          jsonb_build_object('hold', numbered('f2', 3), 'amount', 20)),
        ('settlement', 'excess', 409, 'amount-exceeds-hold', '{"held": 30}',
          jsonb_build_object('hold', numbered('f2', 4), 'amount', 31)),
        ('settlement', 'unknown', 404, 'not-found', '{"pointer": "/hold"}',
          jsonb_build_object('hold', numbered('f2', 9), 'amount', 1)),
        ('stock-reservation', 'too-many', 409, 'insufficient-stock',
          '{"shortages": [{"sku": "PEAR", "requested": 7, "available": 6}]}',
          jsonb_build_object('location', numbered('b2', 3), 'expiresAt', '2999-01-01T00:00:00Z',
            'lines', '[{"sku": "PEAR", "quantity": 7}]'::jsonb)),
        ('reservation-settlement', 'again', 409, 'reservation-settled', '{}',
          jsonb_build_object('reservation', numbered('f3', 1), 'lines', '[]'::jsonb)),
        ('reservation-settlement', 'late', 409, 'reservation-expired', '{}',
          jsonb_build_object('reservation', numbered('f3', 3), 'lines', '[]'::jsonb)),
        ('reservation-settlement', 'excess', 409, 'quantity-exceeds-reservation',
          '{"excesses": [{"sku": "NUT", "requested": 1, "reserved": 0},
            {"sku": "PEAR", "requested": 2, "reserved": 1}]}',
          jsonb_build_object('reservation', numbered('f3', 2),
            'lines', '[{"sku": "PEAR", "quantity": 2}, {"sku": "NUT", "quantity": 1}]'::jsonb))
      ) AS r (operation, key, status, problem, members, request)
      JOIN idempotency k ON k.caller = 'dora' AND k.operation = r.operation
        AND k.idempotency_key = r.key
      """;

  // Which nothing but a body's own state decides.
  private static final String BODIES =
      """
      CREATE OR REPLACE FUNCTION hold_read(n int, state text) RETURNS jsonb LANGUAGE sql AS $$
        SELECT jsonb_strip_nulls(jsonb_build_object('id', h.id, 'from', h.source_id,
          'to', h.destination_id, 'amount', h.amount, 'currency', 'EUR', 'reference', h.reference,
          'expiresAt', to_char(h.expires_at AT TIME ZONE 'UTC', TIME), 'state', $2,
          'captured', CASE $2 WHEN 'settled' THEN h.captured END,
          'settledAt', to_char(h.settled_at AT TIME ZONE 'UTC', TIME),
          'createdAt', to_char(h.created_at AT TIME ZONE 'UTC', TIME)))
        FROM hold h WHERE h.id = numbered('f2', $1)
      $$;
      CREATE OR REPLACE FUNCTION reservation_read(n int, state text) RETURNS jsonb LANGUAGE sql
      AS $$
        SELECT jsonb_strip_nulls(jsonb_build_object('id', l.reservation_id,
          'location', l.location_id, 'reference', l.reference,
          'lines', jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sku', l.sku,
            'quantity', l.quantity, 'taken', CASE $2 WHEN 'settled' THEN l.taken END))
            ORDER BY l.sku),
          'expiresAt', to_char(l.expires_at AT TIME ZONE 'UTC', TIME), 'state', $2,
          'settledAt', to_char(l.settled_at AT TIME ZONE 'UTC', TIME),
          'createdAt', to_char(l.created_at AT TIME ZONE 'UTC', TIME)))
        FROM reservation_line l WHERE l.reservation_id = numbered('f3', $1)
        GROUP BY l.reservation_id, l.location_id, l.reference, l.expires_at, l.created_at,
          l.settled_at
      $$;
      """
          .replace("TIME)", TIME + ")");

  // Before and after the last hold and reservation expired.
  private static final String READS =
      """
      SELECT r.operation, r.path, minute(r.at) AS at, r.body::text AS body
      FROM (VALUES
        ('account', '/accounts/' || numbered('a2', 4), 10,
          jsonb_build_object('id', numbered('a2', 4), 'currency', 'EUR', 'balance', 240,
            'held', 40, 'available', 200, 'status', 'open', 'version', 8)),
        ('account', '/accounts/' || numbered('a2', 4), 61,
          jsonb_build_object('id', numbered('a2', 4), 'currency', 'EUR', 'balance', 240,
            'held', 30, 'available', 210, 'status', 'open', 'version', 8)),
        ('stock', '/stock/' || numbered('b2', 3) || '/FIG', 10,
          jsonb_build_object('location', numbered('b2', 3), 'sku', 'FIG', 'onHand', 10,
            'reserved', 1, 'available', 9, 'version', 5)),
        ('stock', '/stock/' || numbered('b2', 3) || '/FIG', 61,
          jsonb_build_object('location', numbered('b2', 3), 'sku', 'FIG', 'onHand', 10,
            'reserved', 0, 'available', 10, 'version', 5)),
        ('hold-state', '/holds/' || numbered('f2', 1), 10, hold_read(1, 'settled')),
        ('hold-state', '/holds/' || numbered('f2', 3), 10, hold_read(3, 'expired')),
        ('hold-state', '/holds/' || numbered('f2', 5), 10, hold_read(5, 'open')),
        ('hold-state', '/holds/' || numbered('f2', 5), 61, hold_read(5, 'expired')),
        ('reservation-state', '/stock-reservations/' || numbered('f3', 1), 10,
          reservation_read(1, 'settled')),
        ('reservation-state', '/stock-reservations/' || numbered('f3', 4), 10,
          reservation_read(4, 'open'))
      ) AS r (operation, path, at, body)
      """;
}
