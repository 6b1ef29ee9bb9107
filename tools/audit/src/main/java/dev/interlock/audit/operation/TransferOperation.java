package dev.interlock.audit.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// Moves money between two accounts.
final class TransferOperation extends WriteOperation {

  // `need` is the least role that it takes: 3 owner, 2 operator, 1 viewer.
  private static final String EFFECTS =
      """
      INSERT INTO effect
      SELECT 'transfer', t.caller, t.idempotency_key, t.transfer_id, t.account_id, 2, t.created_at,
        jsonb_strip_nulls(jsonb_build_object('from', t.account_id, 'to', g.account_id,
          'amount', -t.amount::numeric, 'currency', a.currency, 'reference', t.reference)),
        jsonb_strip_nulls(jsonb_build_object('id', t.transfer_id,
          'from', t.account_id, 'to', g.account_id,
          'amount', g.amount, 'currency', a.currency, 'reference', t.reference,
          'fromBalance', t.balance_after,
          'createdAt',
          to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
      FROM account_history t
      JOIN sent_key k ON k.operation = 'transfer'
        AND k.caller = t.caller AND k.idempotency_key = t.idempotency_key
      LEFT JOIN account_history g ON g.transfer_id = t.transfer_id AND g.amount > 0
      LEFT JOIN account a ON a.id = t.account_id
      WHERE t.transfer_id IS NOT NULL AND t.amount < 0
      """;

  // `balance-limit` claims that `to` had no room for the amount.
  private static final String CLAIMS =
      """
      INSERT INTO claim
      SELECT x.line, 'account', (x.asked ->> 'to')::uuid, '',
        9007199254740991 - (x.asked ->> 'amount')::bigint + 1, 9007199254740991,
        k.first_sent, i.created_at
      FROM exchange x
      JOIN sent_key k USING (operation, caller, idempotency_key)
      JOIN idempotency_history i USING (operation, caller, idempotency_key)
      WHERE x.refusal = 'balance-limit' AND x.operation = 'transfer' AND x.asked IS NOT NULL
      """;

  TransferOperation() {
    super("transfer", "TransferFunction", "/transfers");
  }

  /// The debit leads. A separate invariant checks that both legs agree.
  @Override
  public Journal journal() {
    return new Journal(
        "account_entry",
        "account_history",
        """
        'account' AS kind, transfer_id AS id, account_id AS resource_id, '' AS sku, version,
          amount < 0 AS leads\
        """,
        "transfer_id IS NOT NULL AND caller IS NOT NULL");
  }

  @Override
  public String commands() {
    return """
    SELECT t.caller, t.idempotency_key,
      ARRAY[t.account_id::text, g.account_id::text, (-t.amount::numeric)::text, a.currency,
        coalesce(t.reference, '')] AS command
    FROM account_history t
    JOIN account_history g ON g.transfer_id = t.transfer_id AND g.amount > 0
    JOIN account a ON a.id = t.account_id
    WHERE t.amount < 0
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
        new RefusalAnswer("insufficient-funds", 409, "insufficient-funds"),
        new RefusalAnswer("balance-limit", 409, "balance-limit"));
  }

  @Override
  public JsonNode requestedEffect(JsonNode body, Optional<String> ifMatch) {
    ObjectNode effect = JsonNodeFactory.instance.objectNode();
    effect.put("from", RequestMembers.id(body.path("from")));
    effect.put("to", RequestMembers.id(body.path("to")));
    effect.put("amount", RequestMembers.integer(body.path("amount")));
    effect.put("currency", RequestMembers.text(body.path("currency")));
    return RequestMembers.withReference(effect, body);
  }

  @Override
  public List<String> fillStatements() {
    return List.of(EFFECTS, RefusalClaims.insufficientFunds(name()), CLAIMS);
  }
}
