package dev.interlock.audit;

import java.util.List;

/// The answer that is stored under a key, and given to every replay, against what happened.
///
/// A stored answer must have exactly the members that its journal rows account for: one that is
/// missing makes the replay fail, and one too many would go unchecked.
final class AnswerInvariants {

  /// Counts the accepted keys of an operation.
  static final String OF_OPERATION =
      """
      SELECT count(*) FROM idempotency_history
      WHERE operation = '%s' AND verdict = 'accepted'
      """;

  // Compared as texts: jsonb takes 5 and 5.0 for equal, and functions do not. The id has an
  // invariant of all operations.
  private static final String WITHOUT_ID =
      "CASE jsonb_typeof(k.detail) WHEN 'object' THEN (k.detail - 'id')::text END";

  static final List<Invariant> ALL =
      List.of(
          // The balance comes from the snapshot; if it differs from the journal's, the snapshot was
          // stale.
          new Invariant(
              "transfer-answer",
              "the stored answer of every accepted transfer has the balance of its journal row",
              OF_OPERATION.formatted("transfer"),
              """
              SELECT k.caller, k.idempotency_key, e.account_id, e.version,
                k.detail AS answered, e.balance_after AS in_journal
              FROM idempotency_history k
              JOIN account_history e
                ON e.caller = k.caller AND e.idempotency_key = k.idempotency_key AND e.amount < 0
                AND e.transfer_id IS NOT NULL
              WHERE k.operation = 'transfer' AND k.verdict = 'accepted'
                AND %s IS DISTINCT FROM
                  jsonb_build_object('fromBalance', e.balance_after)::text
              ORDER BY k.caller, k.idempotency_key
              """
                  .formatted(WITHOUT_ID)),
          // A line that was answered but not taken shows here, and one that was taken but not
          // answered.
          new Invariant(
              "decrement-answer",
              "the stored answer of every accepted decrement has the stock of its journal rows",
              OF_OPERATION.formatted("stock-decrement"),
              """
              SELECT k.caller, k.idempotency_key, k.detail AS answered, e.on_hand AS in_journal
              FROM idempotency_history k
              JOIN (
                SELECT caller, idempotency_key, jsonb_object_agg(sku, on_hand_after) AS on_hand
                FROM stock_history
                WHERE decrement_id IS NOT NULL
                GROUP BY caller, idempotency_key
              ) e ON e.caller = k.caller AND e.idempotency_key = k.idempotency_key
              WHERE k.operation = 'stock-decrement' AND k.verdict = 'accepted'
                AND %s IS DISTINCT FROM jsonb_build_object('onHand', e.on_hand)::text
              ORDER BY k.caller, k.idempotency_key
              """
                  .formatted(WITHOUT_ID)),
          // The version is the ETag that the caller sends with the next change.
          new Invariant(
              "permission-answer",
              "the stored answer of every accepted permission change matches its journal row",
              OF_OPERATION.formatted("permission-change"),
              """
              SELECT k.caller, k.idempotency_key,
                k.detail AS answered, e.acl_version, e.previous_role
              FROM idempotency_history k
              JOIN permission_history e
                ON e.caller = k.caller AND e.idempotency_key = k.idempotency_key
                AND e.acl_version > 0
              WHERE k.operation = 'permission-change' AND k.verdict = 'accepted'
                AND %s IS DISTINCT FROM jsonb_build_object(
                  'aclVersion', e.acl_version, 'previousRole', e.previous_role)::text
              ORDER BY k.caller, k.idempotency_key
              """
                  .formatted(WITHOUT_ID)),
          // A refusal without its members cannot be answered again. What it says is checked where a
          // caller recorded it.
          new Invariant(
              "refusal-answer",
              "every stored refusal is one of its operation's, with the members of its answer",
              """
              SELECT count(*) FROM idempotency_history
              WHERE verdict <> 'accepted' AND operation IN %s
              """
                  .formatted(Invariant.OPERATIONS),
              """
              SELECT k.caller, k.operation, k.idempotency_key, k.verdict, k.detail
              FROM idempotency_history k
              LEFT JOIN (VALUES
              %s
              ) AS refusal (operation, verdict, detail)
                ON refusal.operation = k.operation AND refusal.verdict = k.verdict
              WHERE k.verdict <> 'accepted' AND k.operation IN %s
                AND (k.detail::text ~ refusal.detail) IS NOT TRUE
              ORDER BY k.caller, k.operation, k.idempotency_key
              """
                  .formatted(Invariant.REFUSALS, Invariant.OPERATIONS)));

  private AnswerInvariants() {}
}
