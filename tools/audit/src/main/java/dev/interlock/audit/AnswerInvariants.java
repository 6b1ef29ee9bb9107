package dev.interlock.audit;

import java.util.List;

/// The answer that is stored under an accepted key, and given to every replay, against what
/// happened.
///
/// Only `id` and a transfer's `fromBalance` are required; the others are checked where they exist.
final class AnswerInvariants {

  static final List<Invariant> ALL =
      List.of(
          // The balance comes from the snapshot; if it differs from the journal's, the snapshot was
          // stale.
          new Invariant(
              "transfer-answer",
              "the stored answer of every accepted transfer has the balance of its journal row",
              """
              SELECT count(*) FROM idempotency_history
              WHERE operation = 'transfer' AND verdict = 'accepted'
              """,
              """
              SELECT k.caller, k.idempotency_key, e.account_id, e.version,
                k.detail ->> 'fromBalance' AS answered, e.balance_after AS in_journal
              FROM idempotency_history k
              JOIN account_history e
                ON e.caller = k.caller AND e.idempotency_key = k.idempotency_key AND e.amount < 0
              WHERE k.operation = 'transfer' AND k.verdict = 'accepted'
                AND k.detail ->> 'fromBalance' IS DISTINCT FROM e.balance_after::text
              ORDER BY k.caller, k.idempotency_key
              """),
          // A line that was answered but not taken shows here as well.
          new Invariant(
              "decrement-answer",
              "the stored answer of every accepted decrement has the stock of its journal rows",
              """
              SELECT count(*) FROM idempotency_history
              WHERE operation = 'stock-decrement' AND verdict = 'accepted'
              """,
              """
              SELECT k.caller, k.idempotency_key, answer.sku,
                answer.on_hand AS answered, e.on_hand_after AS in_journal
              FROM idempotency_history k
              CROSS JOIN jsonb_each_text(
                CASE jsonb_typeof(k.detail -> 'onHand')
                  WHEN 'object' THEN k.detail -> 'onHand' ELSE '{}' END
              ) AS answer (sku, on_hand)
              LEFT JOIN stock_history e
                ON e.caller = k.caller
                AND e.idempotency_key = k.idempotency_key
                AND e.sku = answer.sku
              WHERE k.operation = 'stock-decrement' AND k.verdict = 'accepted'
                AND answer.on_hand IS DISTINCT FROM e.on_hand_after::text
              ORDER BY k.caller, k.idempotency_key, answer.sku
              """),
          // The version is the ETag that the caller sends with the next change.
          new Invariant(
              "permission-answer",
              "the stored answer of every accepted permission change matches its journal row",
              """
              SELECT count(*) FROM idempotency_history
              WHERE operation = 'permission-change' AND verdict = 'accepted'
              """,
              """
              SELECT k.caller, k.idempotency_key,
                k.detail ->> 'aclVersion' AS answered_version, e.acl_version,
                k.detail ->> 'previousRole' AS answered_previous_role, e.previous_role
              FROM idempotency_history k
              JOIN permission_history e
                ON e.caller = k.caller AND e.idempotency_key = k.idempotency_key
              WHERE k.operation = 'permission-change' AND k.verdict = 'accepted'
                AND (k.detail ->> 'aclVersion' <> e.acl_version::text
                  OR k.detail ->> 'previousRole' <> e.previous_role)
              ORDER BY k.caller, k.idempotency_key
              """));

  private AnswerInvariants() {}
}
