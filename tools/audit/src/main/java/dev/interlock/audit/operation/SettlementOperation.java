package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Takes the money of a hold, or part of it, and releases the rest.
final class SettlementOperation extends WriteOperation {

  // The receiver of a settlement of 0 has no entry, so only the stored answer has its balance.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'settlement', s.caller, s.idempotency_key, s.settlement_id, h.destination_id, 2,
        s.created_at,
        jsonb_strip_nulls(d.asked),
        jsonb_strip_nulls(d.asked || jsonb_build_object('id', s.settlement_id,
          'from', h.source_id, 'to', h.destination_id, 'currency', a.currency,
          'released', h.amount::numeric + s.amount,
          'toBalance', coalesce(g.balance_after::text::jsonb, i.detail -> 'toBalance'),
          'createdAt',
          to_char(s.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM account_history s
      JOIN sent_key k ON k.operation = 'settlement'
        AND k.caller = s.caller AND k.idempotency_key = s.idempotency_key
      LEFT JOIN hold h ON h.id = s.hold_id
      LEFT JOIN account a ON a.id = h.source_id
      LEFT JOIN account_history g
        ON g.settlement_id = s.settlement_id AND g.account_id = h.destination_id
      LEFT JOIN idempotency_history i ON i.operation = 'settlement'
        AND i.caller = s.caller AND i.idempotency_key = s.idempotency_key
      CROSS JOIN LATERAL (
        SELECT jsonb_build_object(
          'hold', s.hold_id, 'amount', -s.amount::numeric, 'reference', s.reference) AS asked
      ) d
      WHERE s.settlement_id IS NOT NULL AND s.held IS NOT NULL
      """;

  private static final String CLAIMS =
      """
      INSERT INTO claim
      SELECT x.line, 'account', h.destination_id, '',
        9007199254740991 - (x.asked ->> 'amount')::bigint + 1, 9007199254740991,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      JOIN hold h ON h.id = (x.asked ->> 'hold')::uuid
      WHERE x.refusal = 'balance-limit' AND x.operation = 'settlement' AND x.asked IS NOT NULL
      """;

  SettlementOperation() {
    super("settlement", "SettlementFunction", "/settlements");
  }

  /// The source leads: it always has an entry.
  @Override
  public Journal journal() {
    return new Journal(
        "account_entry",
        "account_history",
        """
        'account' AS kind, settlement_id AS id, account_id AS resource_id, '' AS sku, version,
          held IS NOT NULL AS leads\
        """,
        "settlement_id IS NOT NULL AND caller IS NOT NULL");
  }

  @Override
  public String commands() {
    return """
    SELECT caller, idempotency_key,
      ARRAY[hold_id::text, (-amount::numeric)::text, coalesce(reference, '')] AS command
    FROM account_history
    WHERE settlement_id IS NOT NULL AND held IS NOT NULL
    """;
  }

  @Override
  public List<RefusalAnswer> refusals() {
    return List.of(
        new RefusalAnswer("hold-not-found", 404, "not-found /hold"),
        new RefusalAnswer("role-insufficient", 403, "role-insufficient"),
        new RefusalAnswer("hold-settled", 409, "hold-settled"),
        new RefusalAnswer("hold-expired", 409, "hold-expired"),
        new RefusalAnswer(
            "amount-exceeds-hold", 409, "amount-exceeds-hold", "[{]\"held\": [0-9]+}"),
        new RefusalAnswer("account-closed", 409, "account-closed /hold"),
        new RefusalAnswer("balance-limit", 409, "balance-limit"));
  }

  @Override
  public JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch) {
    ObjectNode effect = JsonNodeFactory.instance.objectNode();
    effect.put("hold", RequestMembers.id(body.path("hold")));
    effect.put("amount", RequestMembers.integer(body.path("amount")));
    return RequestMembers.withReference(effect, body);
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS, CLAIMS);
  }
}
