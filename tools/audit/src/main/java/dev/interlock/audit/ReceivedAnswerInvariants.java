package dev.interlock.audit;

import dev.interlock.audit.operation.Operations;
import java.util.List;
import java.util.stream.Collectors;

/// The answers that callers received under each key, against what is stored and what happened. They
/// read the tables of [HistoryTables].
final class ReceivedAnswerInvariants {

  static final List<Invariant> ALL =
      List.of(
          // The promise of a replay. What is not stored may be answered differently the next time.
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
          // The call that inserts the key answers as new, and only one call can.
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
          // A lost effect shows here, and an effect that differs from what the caller was promised.
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
          // A refusal that is not stored may turn into an acceptance when it is sent again.
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
                VALUES %s
              ) AS meant (operation, verdict, status, refusal)
                ON meant.operation = i.operation AND meant.verdict = i.verdict
              WHERE x.meaning = 'refused'
                AND (x.status IS DISTINCT FROM meant.status
                  OR x.refusal IS DISTINCT FROM meant.refusal
                  OR x.detail IS DISTINCT FROM i.detail)
              ORDER BY x.line
              """
                  .formatted(refusalAnswers())),
          // Several commands may have been sent under one key; all but one were refused.
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
          // An unknown outcome is resolved by sending the request again.
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
          // A row that is older than the first call that can have written it was written by a call
          // that denied it.
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
          // A function that died or timed out is not counted: the gateway answers without a type.
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

  private ReceivedAnswerInvariants() {}

  private static String refusalAnswers() {
    return Operations.WRITES.stream()
        .flatMap(write ->
            write.refusals().stream()
                .map(refusal ->
                    "('%s', '%s', %d, '%s')"
                        .formatted(
                            write.name(), refusal.verdict(), refusal.status(), refusal.problem())))
        .collect(Collectors.joining(",\n  "));
  }
}
