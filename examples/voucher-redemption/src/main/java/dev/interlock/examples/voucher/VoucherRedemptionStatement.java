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
          -- No wait of this statement outlives the call that it is for. Set for the session,
          -- because what is set for a transaction alone CockroachDB ignores in auto-commit; the
          -- next statement sets it anew.
          WITH command AS MATERIALIZED (
            SELECT ?::text AS caller, ?::text AS idempotency_key, ?::bytea AS fingerprint,
                   set_config('lock_timeout', ?, false) AS key_wait, ?::text::bigint AS row_wait,
                   ?::text AS code
          ),
          -- Another's voucher is not found: the holder is part of the key that we look by.
          found AS MATERIALIZED (
            SELECT clock_timestamp() AS decided_at, gen_random_uuid() AS id,
                   lower(current_setting('transaction_isolation')) AS isolation,
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
          patience AS MATERIALIZED (
            SELECT set_config('lock_timeout', least(d.row_wait, greatest(1, d.row_wait - (extract(
                     epoch FROM clock_timestamp() - d.decided_at) * 1000)::bigint))::text, false)
              FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'
          ),
          moved AS (
            UPDATE voucher v
               SET redemption_id = d.id, redeemed_at = d.decided_at,
                   idempotency_key = d.idempotency_key
              FROM patience, decided d
             WHERE v.code = d.code
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
