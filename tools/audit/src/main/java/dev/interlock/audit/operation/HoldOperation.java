package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Sets money of an account aside for another account.
final class HoldOperation extends WriteOperation {

  // A placement folds every expired hold of its account, so what is held afterwards is live.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'hold', e.caller, e.idempotency_key, e.hold_id, e.account_id, 2, e.created_at,
        jsonb_strip_nulls(d.asked),
        jsonb_strip_nulls(d.asked || jsonb_build_object('id', e.hold_id,
          'fromAvailable', e.balance_after::numeric - e.held_after,
          'createdAt',
          to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM account_history e
      JOIN sent_key k ON k.operation = 'hold'
        AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
      LEFT JOIN hold h ON h.id = e.hold_id
      LEFT JOIN account a ON a.id = h.source_id
      CROSS JOIN LATERAL (
        SELECT jsonb_build_object('from', h.source_id, 'to', h.destination_id,
          'amount', h.amount, 'currency', a.currency, 'reference', h.reference,
          'expiresAt',
          to_char(h.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) AS asked
      ) d
      WHERE e.hold_id IS NOT NULL AND e.settlement_id IS NULL
      """;

  HoldOperation() {
    super("hold", "HoldFunction", "/holds");
  }

  @Override
  public Journal journal() {
    return new Journal(
        "account_entry",
        "account_history",
        """
        'account' AS kind, hold_id AS id, account_id AS resource_id, '' AS sku, version,
          true AS leads\
        """,
        "hold_id IS NOT NULL AND settlement_id IS NULL AND caller IS NOT NULL");
  }

  @Override
  public String commands() {
    return """
    SELECT e.caller, e.idempotency_key,
      ARRAY[h.source_id::text, h.destination_id::text, h.amount::text, a.currency,
        coalesce(h.reference, ''),
        to_char(h.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')] AS command
    FROM account_history e
    JOIN hold h ON h.id = e.hold_id
    LEFT JOIN account a ON a.id = h.source_id
    WHERE e.settlement_id IS NULL
    """;
  }

  @Override
  public List<RefusalAnswer> refusals() {
    return List.of(
        new RefusalAnswer("source-not-found", 404, "not-found /from"),
        new RefusalAnswer("role-insufficient", 403, "role-insufficient"),
        new RefusalAnswer("destination-not-found", 404, "not-found /to"),
        new RefusalAnswer("source-closed", 409, "account-closed /from"),
        new RefusalAnswer("destination-closed", 409, "account-closed /to"),
        new RefusalAnswer("source-currency-mismatch", 409, "currency-mismatch /from"),
        new RefusalAnswer("destination-currency-mismatch", 409, "currency-mismatch /to"),
        new RefusalAnswer("expiry-past", 409, "expiry-past"),
        new RefusalAnswer("insufficient-funds", 409, "insufficient-funds"));
  }

  @Override
  public JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch) {
    ObjectNode effect = JsonNodeFactory.instance.objectNode();
    effect.put("from", RequestMembers.id(body.path("from")));
    effect.put("to", RequestMembers.id(body.path("to")));
    effect.put("amount", RequestMembers.integer(body.path("amount")));
    effect.put("currency", RequestMembers.text(body.path("currency")));
    effect.put("expiresAt", RequestMembers.time(body.path("expiresAt")));
    return RequestMembers.withReference(effect, body);
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS, RefusalClaims.insufficientFunds(name()));
  }
}
