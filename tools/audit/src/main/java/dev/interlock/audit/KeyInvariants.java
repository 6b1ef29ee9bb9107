package dev.interlock.audit;

import static dev.interlock.audit.Journals.WITH_JOURNAL;

import java.util.List;

/// Idempotency keys against journals: every accepted command took effect exactly once, and nothing
/// else did. Keys of an operation that the audit does not know have an unknown journal: see
/// [UnauditedOperation].
final class KeyInvariants {

  /// Also defines `kept`: every key with each of its journal rows.
  private static final String WITH_KEPT =
      WITH_JOURNAL
          + """
          , kept AS (
            SELECT k.caller, k.operation, k.idempotency_key, k.verdict, k.detail, k.created_at,
              j.id, j.leads, j.created_at AS created_in_journal
            FROM idempotency_history k
            JOIN journal j
              ON j.operation = k.operation
              AND j.caller = k.caller
              AND j.idempotency_key = k.idempotency_key
          )
          """;

  static final List<Invariant> ALL =
      List.of(
          // An effect that a caller was promised and that is missing.
          new Invariant(
              "accepted-key-has-rows",
              "every accepted key has its journal rows",
              "SELECT count(*) FROM idempotency_history WHERE verdict = 'accepted' AND operation IN"
                  + " "
                  + Invariant.OPERATIONS,
              WITH_JOURNAL
                  + """
                  SELECT k.caller, k.operation, k.idempotency_key, k.created_at
                  FROM idempotency_history k
                  WHERE k.verdict = 'accepted' AND k.operation IN %s AND NOT EXISTS (
                    SELECT 1 FROM journal j
                    WHERE j.leads
                      AND j.operation = k.operation
                      AND j.caller = k.caller
                      AND j.idempotency_key = k.idempotency_key)
                  ORDER BY k.caller, k.operation, k.idempotency_key
                  """
                      .formatted(Invariant.OPERATIONS)),
          // An effect without a key: sent again, the command would take effect again.
          new Invariant(
              "journal-row-has-key",
              "every journal row has its key",
              WITH_JOURNAL + "SELECT count(*) FROM journal",
              WITH_JOURNAL
                  + """
                  SELECT j.caller, j.operation, j.idempotency_key, j.resource_id, j.version
                  FROM journal j
                  WHERE NOT EXISTS (
                    SELECT 1 FROM idempotency_history k
                    WHERE k.operation = j.operation
                      AND k.caller = j.caller
                      AND k.idempotency_key = j.idempotency_key)
                  ORDER BY j.caller, j.operation, j.idempotency_key, j.resource_id, j.version
                  """),
          // A caller was refused, and the command took effect nevertheless.
          new Invariant(
              "refusal-wrote-nothing",
              "no refused key has a journal row",
              "SELECT count(*) FROM idempotency_history WHERE verdict <> 'accepted'",
              WITH_KEPT
                  + """
                  SELECT DISTINCT caller, operation, idempotency_key, verdict
                  FROM kept
                  WHERE verdict <> 'accepted'
                  ORDER BY caller, operation, idempotency_key
                  """),
          // The promise of an idempotency key.
          new Invariant(
              "one-effect-per-key",
              "no key took effect twice",
              "SELECT count(*) FROM idempotency_history WHERE verdict = 'accepted'",
              WITH_JOURNAL
                  + """
                  SELECT caller, operation, idempotency_key, count(DISTINCT id) AS effects
                  FROM journal
                  WHERE leads
                  GROUP BY caller, operation, idempotency_key
                  HAVING count(DISTINCT id) > 1
                  ORDER BY caller, operation, idempotency_key
                  """),
          // A replay must answer what happened. Entries of the back office have no id.
          new Invariant(
              "accepted-key-id",
              "the stored answer of every accepted key has the id of its journal rows",
              """
              SELECT count(*) FROM idempotency_history
              WHERE verdict = 'accepted' AND operation <> 'office'
              """,
              WITH_KEPT
                  + """
                  SELECT DISTINCT caller, operation, idempotency_key,
                    detail ->> 'id' AS answered, id AS in_journal
                  FROM kept
                  WHERE leads AND verdict = 'accepted' AND operation <> 'office'
                    AND detail ->> 'id' IS DISTINCT FROM id::text
                  ORDER BY caller, operation, idempotency_key, in_journal
                  """),
          // A statement reads the clock once: another time means another statement.
          new Invariant(
              "accepted-key-time",
              "every accepted key and its journal rows have the same time",
              "SELECT count(*) FROM idempotency_history WHERE verdict = 'accepted'",
              WITH_KEPT
                  + """
                  SELECT DISTINCT caller, operation, idempotency_key,
                    created_at, created_in_journal
                  FROM kept
                  WHERE leads AND verdict = 'accepted'
                    AND created_at IS DISTINCT FROM created_in_journal
                  ORDER BY caller, operation, idempotency_key, created_in_journal
                  """),
          // A key that was moved with its answer could take effect again; one without an answer
          // cannot be replayed.
          new Invariant(
              "key-locatable",
              "every key is where calls look it up, with its answer there or in the archive",
              """
              SELECT (SELECT count(*) FROM idempotency) + (SELECT count(*) FROM idempotency_archive)
              """,
              """
              SELECT coalesce(k.caller, a.caller) AS caller,
                coalesce(k.operation, a.operation) AS operation,
                coalesce(k.idempotency_key, a.idempotency_key) AS idempotency_key,
                k.created_at AS key_created, a.created_at AS answer_created
              FROM (
                SELECT caller, operation, idempotency_key, created_at
                FROM idempotency
                WHERE verdict = 'archived'
              ) k
              FULL JOIN idempotency_archive a
                ON a.caller = k.caller
                AND a.operation = k.operation
                AND a.idempotency_key = k.idempotency_key
              WHERE k.created_at IS DISTINCT FROM a.created_at
              ORDER BY caller, operation, idempotency_key
              """),
          // A fingerprint of another length matches no command: its key can never be replayed.
          new Invariant(
              "fingerprint-form",
              "every fingerprint is a SHA-256",
              "SELECT count(*) FROM idempotency_history",
              """
              SELECT caller, operation, idempotency_key, octet_length(fingerprint) AS octets
              FROM idempotency_history
              WHERE (octet_length(fingerprint) = 32) IS NOT TRUE
              ORDER BY caller, operation, idempotency_key
              """));

  private KeyInvariants() {}
}
