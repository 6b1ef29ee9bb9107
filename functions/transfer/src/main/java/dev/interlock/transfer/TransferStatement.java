package dev.interlock.transfer;

import dev.interlock.api.Json;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides a transfer and carries it out, in one statement.
record TransferStatement(TransferCommand command) implements ConditionalStatement<TransferVerdict> {

  // The rows of both accounts are read plainly: at REPEATABLE READ and above, one that changes
  // before the UPDATE reaches it fails the statement with 40001. Below that the reads would be
  // stale, so `decided` refuses there.
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
                   ?::uuid AS source_id, ?::uuid AS destination_id,
                   ?::bigint AS amount, ?::text AS currency, ?::text AS reference
          ),
          -- Locked until we commit: a revoke waits for us, or we see it.
          caller_grant AS MATERIALIZED (
            SELECT p.role, p.expires_at
              FROM command c
              JOIN permission p ON p.resource_id = c.source_id AND p.principal = c.caller
               FOR SHARE OF p
          ),
          -- One look at the clock, after the grant is locked and behind the snapshot: what was
          -- committed before is older than this.
          found AS MATERIALIZED (
            SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
                   lower(current_setting('transaction_isolation')) AS isolation,
                   wait_until(c.key_wait_end) AS key_wait,
                   c.*, g.role, g.expires_at,
                   s.status AS source_status, s.currency AS source_currency,
                   s.balance AS source_balance, d.status AS destination_status,
                   d.currency AS destination_currency, d.balance AS destination_balance
              FROM command c
              LEFT JOIN caller_grant g ON true
              LEFT JOIN account s ON s.id = c.source_id
              LEFT JOIN account d ON d.id = c.destination_id
          ),
          -- The order of these lines is the contract's precedence.
          decided AS MATERIALIZED (
            SELECT f.*,
                   CASE
                     WHEN f.isolation NOT IN ('repeatable read', 'serializable')
                       THEN 'isolation-too-low'
                     WHEN f.source_status IS NULL OR f.role IS NULL OR f.role = 'none'
                          OR f.expires_at <= f.decided_at
                       THEN 'source-not-found'
                     WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'
                     WHEN f.destination_status IS NULL THEN 'destination-not-found'
                     WHEN f.source_status <> 'open' THEN 'source-closed'
                     WHEN f.destination_status <> 'open' THEN 'destination-closed'
                     WHEN f.source_currency <> f.currency THEN 'source-currency-mismatch'
                     WHEN f.destination_currency <> f.currency THEN 'destination-currency-mismatch'
                     WHEN f.source_balance < f.amount THEN 'insufficient-funds'
                     WHEN f.destination_balance > 9007199254740991 - f.amount THEN 'balance-limit'
                     ELSE 'accepted'
                   END AS verdict
              FROM found f
          ),
          -- The key is taken by inserting it and never read before: a read would lock pages of its
          -- index against unrelated calls. No row comes back when another call has it.
          remembered AS (
            INSERT INTO idempotency
              (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
            SELECT d.caller, 'transfer', d.idempotency_key, d.fingerprint, d.verdict,
                   CASE d.verdict
                     WHEN 'accepted' THEN
                       jsonb_build_object('id', d.id, 'fromBalance', d.source_balance - d.amount)
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
          -- In one order for everybody, or A to B and B to A would wait for each other.
          leg AS MATERIALIZED (
            SELECT l.account_id, l.amount, a.wait_end
              FROM accepted a
             CROSS JOIN LATERAL (VALUES (a.source_id, -a.amount), (a.destination_id, a.amount))
                   AS l (account_id, amount)
             ORDER BY l.account_id
          ),
          -- We hold the key now, and others may wait for it. We wait longer for a row than they
          -- do for the key, or two calls with one key would take turns giving up.
          moved AS (
            UPDATE account a
               SET balance = a.balance + l.amount, version = a.version + 1
              FROM (SELECT l.account_id, l.amount, wait_until(l.wait_end) AS row_wait FROM leg l) l
             WHERE a.id = l.account_id
            RETURNING a.id, a.version, a.balance, l.amount
          ),
          journaled AS (
            INSERT INTO account_entry
              (account_id, version, transfer_id, amount, balance_after,
               caller, idempotency_key, reference, created_at)
            SELECT m.id, m.version, d.id, m.amount, m.balance,
                   d.caller, d.idempotency_key, d.reference, d.decided_at
              FROM moved m CROSS JOIN decided d
            RETURNING account_id
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
    int next = OWN_PARAMETERS;
    statement.setObject(next++, command.from());
    statement.setObject(next++, command.to());
    statement.setLong(next++, command.amountMinor());
    statement.setString(next++, command.currency());
    statement.setString(next, command.reference().orElse(null));
  }

  @Override
  public TransferVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? TransferVerdict.Accepted.of(detail, decidedAt)
        : ConditionalStatement.refusal(TransferVerdict.Refusal.class, word);
  }
}
