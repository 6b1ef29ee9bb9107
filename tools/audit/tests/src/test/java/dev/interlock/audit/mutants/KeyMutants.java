package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.InvariantNames.ANSWERED_FIRST;
import static dev.interlock.audit.mutants.InvariantNames.AS_ANSWERED;
import static dev.interlock.audit.mutants.InvariantNames.AS_ASKED;
import static dev.interlock.audit.mutants.InvariantNames.FINGERPRINT;
import static dev.interlock.audit.mutants.InvariantNames.JOURNAL_HAS_KEY;
import static dev.interlock.audit.mutants.InvariantNames.KEY_HAS_JOURNAL;
import static dev.interlock.audit.mutants.InvariantNames.NOTHING_WRITTEN;
import static dev.interlock.audit.mutants.InvariantNames.ONCE_NEW;
import static dev.interlock.audit.mutants.InvariantNames.ONE_ANSWER;
import static dev.interlock.audit.mutants.InvariantNames.ONE_EFFECT;
import static dev.interlock.audit.mutants.InvariantNames.ONE_ID;
import static dev.interlock.audit.mutants.InvariantNames.ONE_TIME;
import static dev.interlock.audit.mutants.InvariantNames.REFUSAL_KEPT;
import static dev.interlock.audit.mutants.InvariantNames.TRANSFER_ANSWER;
import static dev.interlock.audit.mutants.StepByStep.Place.AFTER_THE_EFFECT;
import static dev.interlock.audit.mutants.StepByStep.Place.BEFORE_THE_EFFECT;
import static dev.interlock.audit.mutants.StepByStep.Write.WHAT_IS_THERE;

import dev.interlock.write.Fingerprint;
import java.util.HexFormat;
import java.util.List;

/// Mutants of idempotency keys and of the answers stored under them.
final class KeyMutants {

  private static final RewrittenSql NO_KEY =
      RewrittenSql.with(
              "INSERT INTO idempotency (caller, operation, idempotency_key, fingerprint, verdict,"
                  + " detail, created_at) SELECT d.caller, 'transfer', d.idempotency_key,"
                  + " d.fingerprint, d.verdict,",
              "SELECT d.verdict,")
          .and(
              "ELSE '{}'::jsonb END, d.decided_at",
              "ELSE '{}'::jsonb END AS detail, d.decided_at AS created_at")
          .and(
              "ON CONFLICT (caller, operation, idempotency_key) DO NOTHING"
                  + " RETURNING verdict, detail, created_at",
              "");

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "no key is stored",
              NO_KEY,
              MutantScenario.TRANSFER_SENT_AGAIN_FOR_WANT_OF_AN_ANSWER,
              JOURNAL_HAS_KEY,
              ONE_EFFECT,
              ONE_ANSWER,
              ONCE_NEW,
              AS_ANSWERED),
          Mutant.of(
              "the key is stored after the effect has committed",
              new StepByStep(AFTER_THE_EFFECT, WHAT_IS_THERE),
              MutantScenario.TRANSFER_SESSION_ENDS_AT_THE_KEY,
              ONE_EFFECT,
              ONE_ID,
              ONE_TIME,
              TRANSFER_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "the key is stored before the effect commits",
              new StepByStep(BEFORE_THE_EFFECT, WHAT_IS_THERE),
              MutantScenario.TRANSFER_SESSION_ENDS_AT_THE_BALANCE,
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "a lost answer is retried under a new key",
              new RetryWithNewKey(),
              MutantScenario.TRANSFER_ANSWER_IS_LOST,
              AS_ANSWERED),
          Mutant.of(
              "the effect does not wait for the key",
              RewrittenSql.with(
                  "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
                  "FROM decided r CROSS JOIN decided d WHERE r.verdict = 'accepted'"),
              MutantScenario.TRANSFER_DELIVERED_TWICE,
              ONE_EFFECT,
              ONE_ID,
              ONE_TIME,
              TRANSFER_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "a refused command takes effect",
              RewrittenSql.with(
                  "FROM remembered r CROSS JOIN decided d WHERE r.verdict = 'accepted'",
                  "FROM remembered r CROSS JOIN decided d"),
              MutantScenario.TRANSFER_BETWEEN_CURRENCIES,
              "both accounts of every transfer have the same currency",
              "balances sum to what the back office put in: no money is created or lost",
              "no refused key has a journal row"),
          Mutant.of(
              "a refusal is not stored",
              RewrittenSql.with(
                      "WHERE d.verdict NOT IN (",
                      "WHERE d.verdict = 'accepted' AND d.verdict NOT IN (")
                  .and("WHERE d.verdict IN (", "WHERE d.verdict <> 'accepted' OR d.verdict IN ("),
              MutantScenario.TRANSFER_REFUSED_AND_SENT_AGAIN_WHEN_THERE_IS_MONEY,
              ONE_ANSWER,
              ONCE_NEW,
              REFUSAL_KEPT),
          Mutant.of(
              "half a fingerprint is stored",
              RewrittenSql.with(
                  "?::bytea AS fingerprint", "substr(?::bytea, 1, 16) AS fingerprint"),
              MutantScenario.TRANSFER_ONCE,
              "every fingerprint is a SHA-256",
              FINGERPRINT),
          Mutant.of(
              "the reference is not journaled",
              RewrittenSql.with(
                  "d.caller, d.idempotency_key, d.reference, d.decided_at",
                  "d.caller, d.idempotency_key, NULL, d.decided_at"),
              MutantScenario.TRANSFER_WITH_A_REFERENCE,
              FINGERPRINT,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "lines are journaled without the reference",
              RewrittenSql.with(
                  "d.caller, d.idempotency_key, d.reference, d.decided_at",
                  "d.caller, d.idempotency_key, NULL, d.decided_at"),
              MutantScenario.DECREMENT_SPLIT_LINES_AND_A_REFERENCE,
              FINGERPRINT,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "the fingerprint is of another command",
              RewrittenSql.with(
                  "?::bytea AS fingerprint",
                  "sha256(convert_to(coalesce(encode(?::bytea, 'hex'), '') || 'x', 'UTF8'))"
                      + " AS fingerprint"),
              MutantScenario.TRANSFER_ONCE,
              FINGERPRINT),
          Mutant.of(
              "the fingerprint is not compared",
              RewrittenSql.with(
                  "SELECT fingerprint, verdict",
                  "SELECT decode('"
                      + fingerprintOfOtherAmount()
                      + "', 'hex') AS fingerprint, verdict"),
              MutantScenario.TRANSFER_OTHER_AMOUNT_UNDER_THE_SAME_KEY,
              ONE_ANSWER,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "a replay has the time of the replay",
              RewrittenSql.with(
                  "detail::text AS detail, created_at AS decided_at",
                  "detail::text AS detail, clock_timestamp() AS decided_at"),
              MutantScenario.TRANSFER_DELIVERED_TWICE,
              ONE_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "no answer is marked as a replay",
              new NeverReplayed(),
              MutantScenario.TRANSFER_DELIVERED_TWICE,
              ONCE_NEW),
          Mutant.of(
              "a lost connection is taken for a conflict",
              new LossTakenForConflict(),
              MutantScenario.TRANSFER_ANSWER_IS_LOST_AT_THE_END,
              NOTHING_WRITTEN),
          Mutant.of(
              "the answer is sent before the commit",
              new WriteBehind(),
              MutantScenario.TRANSFER_ONE_AFTER_THE_OTHER,
              AS_ANSWERED,
              ANSWERED_FIRST),
          Mutant.of(
              "the journal has a different id",
              RewrittenSql.with(
                  "SELECT m.id, m.acl_version, d.id,",
                  "SELECT m.id, m.acl_version, gen_random_uuid(),"),
              MutantScenario.CHANGE_ONCE,
              ONE_ID,
              AS_ANSWERED),
          Mutant.of(
              "the key has a different time",
              RewrittenSql.with("END, d.decided_at", "END, clock_timestamp()"),
              MutantScenario.CHANGE_ONCE,
              ONE_TIME,
              AS_ANSWERED));

  private static String fingerprintOfOtherAmount() {
    return HexFormat.of()
        .formatHex(
            Fingerprint.of(CallerRequest.ALICE_EUR, CallerRequest.BOB_EUR, "700", "EUR", ""));
  }

  private KeyMutants() {}
}
