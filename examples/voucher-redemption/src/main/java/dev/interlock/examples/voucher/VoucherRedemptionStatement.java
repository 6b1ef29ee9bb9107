package dev.interlock.examples.voucher;

import dev.interlock.json.Json;
import dev.interlock.write.ConditionalStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Decides a redemption and carries it out, in one statement.
///
/// It has no journal: a voucher is redeemed once, and its row names the redemption.
final class VoucherRedemptionStatement
    extends ConditionalStatement<VoucherRedemptionCommand, VoucherRedemptionVerdict> {

  VoucherRedemptionStatement() {
    super(VoucherRedemptionCommand.OPERATION, VoucherRedemptionVerdict.class);
  }

  @Override
  protected String command() {
    return """
    ?::text AS code
    """;
  }

  @Override
  protected String found() {
    return """
    v.amount, v.expires_at, v.redemption_id
    """;
  }

  @Override
  protected String joins() {
    return """
    -- The holder is part of the lookup, so another holder's voucher is not found.
    LEFT JOIN voucher v ON v.code = c.code AND v.holder = c.caller
    """;
  }

  @Override
  protected String decided() {
    return """
    WHEN f.amount IS NULL THEN 'not-found'
    WHEN f.redemption_id IS NOT NULL THEN 'already-redeemed'
    WHEN f.expires_at <= f.decided_at THEN 'expired'
    """;
  }

  @Override
  protected String detail() {
    return """
    WHEN 'accepted' THEN jsonb_build_object('id', d.id, 'amount', d.amount)
    """;
  }

  @Override
  protected String targets() {
    return """
    SELECT a.code, a.id, a.decided_at, a.idempotency_key
      FROM accepted a
    """;
  }

  @Override
  protected String moved() {
    return """
    UPDATE voucher v
       SET redemption_id = t.id, redeemed_at = t.decided_at, idempotency_key = t.idempotency_key
      FROM target t
     WHERE v.code = t.code
    RETURNING v.code
    """;
  }

  @Override
  protected List<String> rows(VoucherRedemptionCommand command) {
    return List.of("voucher/" + command.code());
  }

  @Override
  protected void bind(PreparedStatement statement, VoucherRedemptionCommand command)
      throws SQLException {
    statement.setString(OWN_PARAMETERS, command.code());
  }

  @Override
  protected VoucherRedemptionVerdict verdict(String word, Json.Obj detail, Instant decidedAt) {
    return word.equals(ACCEPTED)
        ? VoucherRedemptionVerdict.Accepted.of(detail, decidedAt)
        : refusal(VoucherRedemptionVerdict.Refusal.class, word);
  }
}
