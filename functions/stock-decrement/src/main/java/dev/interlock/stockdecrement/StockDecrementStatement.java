package dev.interlock.stockdecrement;

import dev.interlock.api.Json;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.ConditionalStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides a decrement of all its lines and carries it out, in one statement.
record StockDecrementStatement(StockDecrementCommand command)
    implements ConditionalStatement<StockDecrementVerdict> {

  // Stock is read plainly: at REPEATABLE READ and above, a row that changes before the UPDATE
  // reaches it fails the statement with 40001. Below that the reads would be stale, so
  // `decided` refuses there.
  private static final String SQL =
      ConditionalStatement.compact(
          """
          -- One budget for all waits, counted from here: no wait goes past key_wait_end
          -- or wait_end, however long an earlier one took.
          WITH command AS MATERIALIZED (
            SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
                   set_config('lock_timeout', ?, version() LIKE 'PostgreSQL%') AS grant_wait,
                   clock_timestamp() + ?::interval AS key_wait_end,
                   clock_timestamp() + ?::interval AS wait_end,
                   ?::uuid AS location_id, ?::text AS reference
          ),
          -- One line a SKU, numbered in byte order.
          line AS MATERIALIZED (
            SELECT c.location_id, l.sku, l.quantity, l.number
              FROM command c
             CROSS JOIN unnest(?::text[], ?::bigint[]) WITH ORDINALITY AS l (sku, quantity, number)
          ),
          -- Locked until we commit: a revoke waits for us, or we see it. Nobody has a role at a
          -- location that is none.
          caller_grant AS MATERIALIZED (
            SELECT p.role, p.expires_at
              FROM command c
              JOIN permission p ON p.resource_id = c.location_id AND p.principal = c.caller
              JOIN resource r ON r.id = c.location_id AND r.kind = 'location'
               FOR SHARE OF p
          ),
          found AS MATERIALIZED (
            SELECT l.sku, l.quantity, l.number, s.on_hand
              FROM line l
              LEFT JOIN stock s ON s.location_id = l.location_id AND s.sku = l.sku
          ),
          counted AS MATERIALIZED (
            SELECT (array_agg(f.sku ORDER BY f.number) FILTER (WHERE f.on_hand IS NULL))[1]
                     AS absent_sku,
                   count(*) FILTER (WHERE f.on_hand < f.quantity) AS short_lines,
                   jsonb_object_agg(f.sku, f.on_hand - f.quantity) AS on_hand,
                   coalesce(jsonb_object_agg(f.sku, f.on_hand)
                              FILTER (WHERE f.on_hand < f.quantity), '{}'::jsonb) AS available
              FROM found f
          ),
          -- One look at the clock, after the grant is locked and behind the snapshot: what was
          -- committed before is older than this.
          granted AS MATERIALIZED (
            SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
                   lower(current_setting('transaction_isolation')) AS isolation,
                   wait_until(c.key_wait_end) AS key_wait,
                   c.*, g.role, g.expires_at
              FROM command c LEFT JOIN caller_grant g ON true
          ),
          -- The order of these lines is the contract's precedence.
          decided AS MATERIALIZED (
            SELECT g.*, n.absent_sku, n.on_hand, n.available,
                   CASE
                     WHEN g.isolation NOT IN ('repeatable read', 'serializable')
                       THEN 'isolation-too-low'
                     WHEN g.role IS NULL OR g.role = 'none' OR g.expires_at <= g.decided_at
                       THEN 'location-not-found'
                     WHEN g.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
                     WHEN n.absent_sku IS NOT NULL THEN 'sku-not-found'
                     WHEN n.short_lines > 0 THEN 'insufficient-stock'
                     ELSE 'accepted'
                   END AS verdict
              FROM granted g CROSS JOIN counted n
          ),
          -- The key is taken by inserting it and never read before: a read would lock pages of its
          -- index against unrelated calls. No row comes back when another call has it.
          remembered AS (
            INSERT INTO idempotency
              (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
            SELECT d.caller, 'stock-decrement', d.idempotency_key, d.fingerprint, d.verdict,
                   CASE d.verdict
                     WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'onHand', d.on_hand)
                     WHEN 'insufficient-stock' THEN jsonb_build_object('available', d.available)
                     WHEN 'sku-not-found' THEN jsonb_build_object('sku', d.absent_sku)
                     ELSE '{}'::jsonb
                   END, d.decided_at
              FROM decided d
             WHERE d.verdict <> 'isolation-too-low'
            ON CONFLICT (caller, operation, idempotency_key) DO NOTHING
            RETURNING verdict, detail, created_at
          ),
          -- Carried out only once its key is remembered.
          accepted AS MATERIALIZED (
            SELECT d.* FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'
          ),
          -- In one order for everybody, or two orders of the same SKUs would wait for each other.
          taken AS MATERIALIZED (
            SELECT a.location_id, f.sku, f.quantity, a.wait_end
              FROM accepted a CROSS JOIN found f
             ORDER BY f.number
          ),
          -- We hold the key now, and others may wait for it. We wait longer for a row than they
          -- do for the key, or two calls with one key would take turns giving up.
          moved AS (
            UPDATE stock s
               SET on_hand = s.on_hand - t.quantity, version = s.version + 1
              FROM (SELECT t.location_id, t.sku, t.quantity, wait_until(t.wait_end) AS row_wait
                      FROM taken t) t
             WHERE s.location_id = t.location_id AND s.sku = t.sku
            RETURNING s.location_id, s.sku, s.version, s.on_hand, t.quantity
          ),
          journaled AS (
            INSERT INTO stock_entry
              (location_id, sku, version, decrement_id, quantity, on_hand_after,
               caller, idempotency_key, reference, created_at)
            SELECT m.location_id, m.sku, m.version, d.id, -m.quantity, m.on_hand,
                   d.caller, d.idempotency_key, d.reference, d.decided_at
              FROM moved m CROSS JOIN decided d
            RETURNING sku
          )
          SELECT r.verdict, r.detail::text AS detail, r.created_at AS decided_at FROM remembered r
          UNION ALL
          SELECT d.verdict, '{}', d.decided_at FROM decided d WHERE d.verdict = 'isolation-too-low'
          """);

  @Override
  public CommandIdentity identity() {
    return command.identity();
  }

  @Override
  public String sql() {
    return SQL;
  }

  @Override
  public void bind(PreparedStatement statement) throws SQLException {
    Connection connection = statement.getConnection();
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.location());
    statement.setString(next++, command.reference().orElse(null));
    statement.setArray(
        next++, connection.createArrayOf("text", command.lines().keySet().toArray()));
    statement.setArray(
        next, connection.createArrayOf("bigint", command.lines().values().toArray()));
  }

  @Override
  public StockDecrementVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return switch (word) {
      case ACCEPTED -> StockDecrementVerdict.Accepted.of(detail, decidedAt);
      case "sku-not-found" -> new StockDecrementVerdict.SkuNotFound(detail.text("sku"));
      case "insufficient-stock" -> StockDecrementVerdict.InsufficientStock.of(detail);
      default -> ConditionalStatement.refusal(StockDecrementVerdict.Refusal.class, word);
    };
  }
}
