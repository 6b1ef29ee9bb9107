package dev.interlock.examples.voucher;

import dev.interlock.api.Json;
import dev.interlock.write.CommandIdentity;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Decides a redemption and carries it out, in one statement.
record VoucherRedemptionStatement(VoucherRedemptionCommand command)
    implements ConditionalStatement<VoucherRedemptionVerdict> {

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
                   ?::text AS code
          ),
          -- Another's voucher is not found: the holder is part of the key that we look by.
          found AS MATERIALIZED (
            SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
                   lower(current_setting('transaction_isolation')) AS isolation,
                   wait_until(c.key_wait_end) AS key_wait,
                   c.*, v.amount, v.expires_at, v.redemption_id
              FROM command c
              LEFT JOIN voucher v ON v.code = c.code AND v.holder = c.caller
          ),
          decided AS MATERIALIZED (
            SELECT f.*,
                   CASE
                     WHEN f.isolation NOT IN ('repeatable read', 'serializable')
                       THEN 'isolation-too-low'
                     WHEN f.amount IS NULL THEN 'not-found'
                     WHEN f.redemption_id IS NOT NULL THEN 'already-redeemed'
                     WHEN f.expires_at <= f.decided_at THEN 'expired'
                     ELSE 'accepted'
                   END AS verdict
              FROM found f
          ),
          remembered AS (
            INSERT INTO idempotency
              (caller, operation, idempotency_key, fingerprint, verdict, detail, created_at)
            SELECT d.caller, 'voucher-redemption', d.idempotency_key, d.fingerprint, d.verdict,
                   CASE d.verdict
                     WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'amount', d.amount)
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
          moved AS (
            UPDATE voucher v
               SET redemption_id = a.id, redeemed_at = a.decided_at,
                   idempotency_key = a.idempotency_key
              FROM (SELECT a.*, wait_until(a.wait_end) AS row_wait FROM accepted a) a
             WHERE v.code = a.code
            RETURNING v.code
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
    statement.setString(next, command.code());
  }

  @Override
  public VoucherRedemptionVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? VoucherRedemptionVerdict.Accepted.of(detail, decidedAt)
        : ConditionalStatement.refusal(VoucherRedemptionVerdict.Refusal.class, word);
  }
}
