package dev.interlock.audit;

import java.util.List;

/// What callers were told under each key, against what is kept and what happened. Of
/// [HistoryTables].
final class HeardInvariants {

  static final List<Invariant> ALL =
      List.of(
          // The promise of a replay. What is not kept may be answered otherwise the next time.
          new Invariant(
              "replay-identical",
              "all answers to a key are byte-for-byte identical",
              "SELECT count(*) FROM exchange WHERE meaning IN ('accepted', 'refused')",
              """
              SELECT operation, caller, idempotency_key, count(*) AS answers,
                min(line) AS line, max(line) AS other_line
              FROM exchange
              WHERE meaning IN ('accepted', 'refused')
              GROUP BY operation, caller, idempotency_key
              HAVING min(status) <> max(status) OR min(body) <> max(body)
                OR min(etag) <> max(etag) OR count(etag) NOT IN (0, count(*))
              ORDER BY operation, caller, idempotency_key
              """),
          // Who inserts the key answers as new, and only one can.
          new Invariant(
              "one-first-answer",
              "no key was answered twice without the replay header",
              "SELECT count(*) FROM exchange WHERE meaning IN ('accepted', 'refused')",
              """
              SELECT operation, caller, idempotency_key, count(*) AS times,
                min(line) AS line, max(line) AS other_line
              FROM exchange
              WHERE meaning IN ('accepted', 'refused') AND NOT replayed
              GROUP BY operation, caller, idempotency_key
              HAVING count(*) > 1
              ORDER BY operation, caller, idempotency_key
              """),
          // A lost effect shows here, and one that is not what the caller was promised.
          new Invariant(
              "acceptance-journaled",
              "every accepted answer that a caller received matches the journals",
              "SELECT count(*) FROM exchange WHERE meaning = 'accepted'",
              """
              SELECT x.line, x.operation, x.caller, x.idempotency_key, x.etag, x.body, e.answer
              FROM exchange x
              LEFT JOIN effect e USING (operation, caller, idempotency_key)
              WHERE x.meaning = 'accepted'
                AND (x.answered IS DISTINCT FROM e.answer OR x.etag IS DISTINCT FROM e.etag)
              ORDER BY x.line
              """),
          // A refusal that is not kept is answered otherwise when it is sent again.
          new Invariant(
              "refusal-stored",
              "every refusal that a caller received is stored under its key",
              "SELECT count(*) FROM exchange WHERE meaning = 'refused'",
              """
              SELECT x.line, x.operation, x.caller, x.idempotency_key, x.status, x.refusal,
                x.detail, i.verdict, i.detail AS detail_kept
              FROM exchange x
              LEFT JOIN idempotency_history i USING (operation, caller, idempotency_key)
              LEFT JOIN (
                VALUES
                  ('transfer', 'source-not-found', 404, 'not-found /from'),
                  ('transfer', 'role-insufficient', 403, 'role-insufficient'),
                  ('transfer', 'destination-not-found', 404, 'not-found /to'),
                  ('transfer', 'source-closed', 409, 'account-closed /from'),
                  ('transfer', 'destination-closed', 409, 'account-closed /to'),
                  ('transfer', 'source-currency-mismatch', 409, 'currency-mismatch /from'),
                  ('transfer', 'destination-currency-mismatch', 409, 'currency-mismatch /to'),
                  ('transfer', 'insufficient-funds', 409, 'insufficient-funds'),
                  ('transfer', 'balance-limit', 409, 'balance-limit'),
                  ('stock-decrement', 'location-not-found', 404, 'not-found /location'),
                  ('stock-decrement', 'role-insufficient', 403, 'role-insufficient'),
                  ('stock-decrement', 'sku-not-found', 404, 'not-found /lines'),
                  ('stock-decrement', 'insufficient-stock', 409, 'insufficient-stock'),
                  ('permission-change', 'resource-not-found', 404, 'not-found /resource'),
                  ('permission-change', 'role-insufficient', 403, 'role-insufficient'),
                  ('permission-change', 'version-mismatch', 412, 'version-mismatch'),
                  ('permission-change', 'expiry-past', 409, 'expiry-past'),
                  ('permission-change', 'last-owner', 409, 'last-owner')
              ) AS meant (operation, verdict, status, refusal)
                ON meant.operation = i.operation AND meant.verdict = i.verdict
              WHERE x.meaning = 'refused'
                AND (x.status IS DISTINCT FROM meant.status
                  OR x.refusal IS DISTINCT FROM meant.refusal
                  OR x.detail IS DISTINCT FROM i.detail)
              ORDER BY x.line
              """),
          // Under one key several commands may have been sent; all but one of them were refused.
          new Invariant(
              "effect-as-requested",
              "every effect is what the caller requested",
              "SELECT count(*) FROM effect",
              """
              WITH other AS MATERIALIZED (
                SELECT e.operation, e.caller, e.idempotency_key, e.id, e.done, x.meaning, x.asked
                FROM effect e
                JOIN exchange x USING (operation, caller, idempotency_key)
                WHERE x.asked IS DISTINCT FROM e.done
              )
              SELECT o.operation, o.caller, o.idempotency_key, o.id, o.done,
                min(o.asked::text) AS asked
              FROM other o
              LEFT JOIN exchange x
                ON x.operation = o.operation AND x.caller = o.caller
                AND x.idempotency_key = o.idempotency_key AND x.asked = o.done
              WHERE o.meaning = 'accepted' OR x.line IS NULL
              GROUP BY o.operation, o.caller, o.idempotency_key, o.id, o.done
              ORDER BY o.operation, o.caller, o.idempotency_key
              """),
          // What is unknown is resolved by sending again.
          new Invariant(
              "every-key-answered",
              "every key was finally answered",
              "SELECT count(*) FROM sent_key",
              """
              SELECT operation, caller, idempotency_key, first_sent
              FROM sent_key
              WHERE NOT settled
              ORDER BY operation, caller, idempotency_key
              """),
          // What was written before the first call that can have written it was sent, was written
          // by one that denied it.
          new Invariant(
              "not-written-is-true",
              "no call that reported \"nothing written\" wrote anything",
              "SELECT count(*) FROM exchange WHERE meaning IN ('not-written', 'rejected')",
              """
              WITH written AS (
                SELECT operation, caller, idempotency_key, created_at FROM idempotency_history
                UNION ALL
                SELECT operation, caller, idempotency_key, created_at FROM effect
              )
              SELECT DISTINCT k.operation, k.caller, k.idempotency_key, w.created_at,
                k.first_denied, k.first_possible
              FROM sent_key k
              CROSS JOIN clock c
              JOIN written w USING (operation, caller, idempotency_key)
              WHERE w.created_at >= k.first_denied
                AND (k.first_possible IS NULL OR w.created_at < k.first_possible - c.tolerance)
              ORDER BY k.operation, k.caller, k.idempotency_key, w.created_at
              """),
          // A function that died or was cut off is no defect: the gateway's answers have no type.
          new Invariant(
              "no-defect-reported",
              "no answer reports a defect",
              "SELECT count(*) FROM exchange WHERE answered_at IS NOT NULL",
              """
              SELECT line, operation, caller, idempotency_key, status
              FROM exchange
              WHERE meaning = 'defect'
              ORDER BY line
              """));

  private HeardInvariants() {}
}
