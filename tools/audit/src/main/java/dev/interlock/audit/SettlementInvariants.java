package dev.interlock.audit;

import java.util.List;

/// Settlements of holds, against the journal.
final class SettlementInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A hold that was captured twice shows here.
          new Invariant(
              "settled-once",
              "every settled hold has one settlement, and no other hold has any",
              "SELECT count(*) FROM hold",
              """
              SELECT h.id, h.state, count(e.settlement_id) AS settlements
                FROM hold h
                LEFT JOIN account_history e
                     ON e.hold_id = h.id AND e.settlement_id IS NOT NULL AND e.held IS NOT NULL
               GROUP BY h.id, h.state
              HAVING count(e.settlement_id) <> CASE h.state WHEN 'settled' THEN 1 ELSE 0 END
               ORDER BY h.id
              """),
          // What is captured and what is released is the amount of the hold.
          new Invariant(
              "settlement-legs",
              "every settlement gives what it takes, and releases all that was held",
              "SELECT count(settlement_id) FROM account_history",
              """
              SELECT h.id, s.settlement_id, s.amount AS taken, d.amount AS given, h.captured, s.held
                FROM account_history s
                LEFT JOIN hold h ON h.id = s.hold_id
                LEFT JOIN account_history d
                     ON d.settlement_id = s.settlement_id AND d.account_id <> s.account_id
               WHERE s.settlement_id IS NOT NULL AND s.held IS NOT NULL
                 AND (s.account_id IS DISTINCT FROM h.source_id
                      OR s.amount IS DISTINCT FROM -h.captured
                      OR s.held IS DISTINCT FROM -h.amount
                      OR coalesce(d.amount, 0) IS DISTINCT FROM h.captured
                      OR d.account_id IS NOT NULL
                         AND (d.account_id, d.reference)
                           IS DISTINCT FROM (h.destination_id, s.reference))
               ORDER BY s.settlement_id
              """),
          // At its expiry the money is free again, so a later settlement takes it twice.
          new Invariant(
              "settlement-time",
              "every hold was settled before its expiry, at the time of its entries",
              "SELECT count(*) FROM hold WHERE state = 'settled'",
              """
              SELECT h.id, h.expires_at, h.settled_at, e.created_at
                FROM hold h
                JOIN account_history e ON e.hold_id = h.id AND e.settlement_id IS NOT NULL
               WHERE e.created_at >= h.expires_at OR h.settled_at IS DISTINCT FROM e.created_at
               ORDER BY h.id
              """),
          new Invariant(
              "settlement-answer",
              "the stored answer of every accepted settlement matches its entries",
              AnswerInvariants.OF_OPERATION.formatted("settlement"),
              """
              SELECT k.caller, k.idempotency_key, k.detail AS answered, e.answer AS in_journal
              FROM (
              SELECT s.caller, s.idempotency_key,
                     jsonb_build_object(
                       'id', s.settlement_id, 'from', h.source_id, 'to', h.destination_id,
                       'currency', a.currency, 'released', h.amount::numeric + s.amount,
                       -- The receiver of nothing has no entry.
                       'toBalance', coalesce(d.balance_after::text::jsonb, k.detail -> 'toBalance'))
                       AS answer
                FROM account_history s
                JOIN hold h ON h.id = s.hold_id
                JOIN account a ON a.id = h.source_id
                LEFT JOIN account_history d
                     ON d.settlement_id = s.settlement_id AND d.account_id = h.destination_id
                LEFT JOIN idempotency_history k
                     ON k.operation = 'settlement' AND k.caller = s.caller
                    AND k.idempotency_key = s.idempotency_key
               WHERE s.settlement_id IS NOT NULL AND s.held IS NOT NULL
              ) e
              JOIN idempotency_history k ON k.operation = 'settlement'
                AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
              WHERE k.verdict = 'accepted' AND k.detail::text IS DISTINCT FROM e.answer::text
              ORDER BY k.caller, k.idempotency_key
              """));

  private SettlementInvariants() {}
}
