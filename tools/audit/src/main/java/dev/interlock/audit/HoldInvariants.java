package dev.interlock.audit;

import java.util.List;

/// Holds, against accounts and their journals.
final class HoldInvariants {

  static final List<Invariant> ALL =
      List.of(
          // A hold that was folded or settled without its money being freed, or twice, shows here.
          new Invariant(
              "held-is-open-holds",
              "what is held of every account is the sum of its open holds",
              "SELECT count(*) FROM account",
              """
              SELECT a.id, a.held, coalesce(h.amount, 0) AS open_holds
                FROM account a
                LEFT JOIN (
                  SELECT source_id, sum(amount) AS amount
                    FROM hold WHERE state = 'open' GROUP BY source_id
                ) h ON h.source_id = a.id
               WHERE a.held <> coalesce(h.amount, 0)
               ORDER BY a.id
              """),
          // The state is the sum of the journal.
          new Invariant(
              "held-matches-journal",
              "what is held of every account is what its journal adds up to",
              "SELECT count(*) FROM account",
              """
              SELECT a.id, a.held, coalesce(sum(e.held), 0) AS in_journal
                FROM account a
                LEFT JOIN account_history e ON e.account_id = a.id
               GROUP BY a.id, a.held
              HAVING a.held <> coalesce(sum(e.held), 0)
               ORDER BY a.id
              """),
          // Two writes that both started from the same amount held show here, and money that was
          // spent while it was held.
          new Invariant(
              "held-chain",
              "every amount held is the previous one plus the change, and within the balance",
              "SELECT count(held) FROM account_history",
              """
              SELECT account_id, version, held, held_after, held_before, balance_after
                FROM (
                  SELECT account_id, version, held, held_after, balance_after,
                         coalesce(sum(held) OVER (
                           PARTITION BY account_id ORDER BY version
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS held_before
                    FROM account_history
                ) e
               WHERE (held IS NULL) <> (held_after IS NULL)
                  OR held_after <> held_before + held
                  OR held_before + coalesce(held, 0) NOT BETWEEN 0 AND greatest(balance_after, 0)
               ORDER BY account_id, version
              """),
          // A hold without its placement would bind money that nobody set aside.
          new Invariant(
              "hold-placed-once",
              "every hold was placed once, on its source, for an account of the same currency",
              "SELECT count(*) FROM hold",
              """
              SELECT h.id, h.source_id, h.destination_id, count(e.account_id) AS placements
                FROM hold h
                LEFT JOIN account_history e
                     ON e.hold_id = h.id AND e.settlement_id IS NULL
                    AND e.account_id = h.source_id AND e.amount = 0
                    AND e.created_at = h.created_at
                LEFT JOIN account s ON s.id = h.source_id
                LEFT JOIN account d ON d.id = h.destination_id
               GROUP BY h.id, h.source_id, h.destination_id, s.currency, d.currency
              HAVING count(e.account_id) <> 1 OR s.currency IS DISTINCT FROM d.currency
                  OR h.source_id = h.destination_id
               ORDER BY h.id
              """),
          // What it took or gave back could not be attributed to any hold.
          new Invariant(
              "hold-of-no-entry",
              "every entry of a hold names one that had not expired",
              "SELECT count(hold_id) FROM account_history",
              """
              SELECT e.account_id, e.version, e.hold_id
                FROM account_history e
                LEFT JOIN hold h ON h.id = e.hold_id
               WHERE e.hold_id IS NOT NULL
                 AND (h.id IS NULL OR e.account_id NOT IN (h.source_id, h.destination_id)
                      OR e.created_at >= h.expires_at)
               ORDER BY e.account_id, e.version
              """),
          // Freed early, the money could be spent twice.
          new Invariant(
              "expired-hold-is-past",
              "no hold was set expired before its expiry",
              "SELECT count(*) FROM hold WHERE state = 'expired'",
              """
              SELECT id, expires_at
                FROM hold
               WHERE state = 'expired' AND expires_at > clock_timestamp() + :clock_tolerance
               ORDER BY id
              """),
          // The back office waits for live holds on both sides.
          new Invariant(
              "closed-account-without-hold",
              "no closed account is named by a hold that has not expired",
              "SELECT count(*) FROM hold",
              """
              SELECT a.id, h.id AS hold_id
                FROM account a
                JOIN hold h ON a.id IN (h.source_id, h.destination_id)
               WHERE a.status = 'closed' AND h.state = 'open'
                 AND h.expires_at > clock_timestamp() + :clock_tolerance
               ORDER BY a.id, h.id
              """),
          new Invariant(
              "hold-answer",
              "the stored answer of every accepted hold matches its entries",
              AnswerInvariants.OF_OPERATION.formatted("hold"),
              """
              SELECT k.caller, k.idempotency_key, k.detail AS answered, e.answer AS in_journal
              FROM (
              SELECT caller, idempotency_key,
                     jsonb_build_object(
                       'id', hold_id, 'fromAvailable', balance_after::numeric - held_after)
                       AS answer
                FROM account_history
               WHERE hold_id IS NOT NULL AND settlement_id IS NULL
              ) e
              JOIN idempotency_history k ON k.operation = 'hold'
                AND k.caller = e.caller AND k.idempotency_key = e.idempotency_key
              WHERE k.verdict = 'accepted' AND k.detail::text IS DISTINCT FROM e.answer::text
              ORDER BY k.caller, k.idempotency_key
              """));

  private HoldInvariants() {}
}
