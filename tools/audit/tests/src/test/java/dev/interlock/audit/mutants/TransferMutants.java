package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.InvariantNames.AFTER_REVOKE;
import static dev.interlock.audit.mutants.InvariantNames.ALLOWED;
import static dev.interlock.audit.mutants.InvariantNames.ANSWERED_IN_THE_END;
import static dev.interlock.audit.mutants.InvariantNames.AS_ANSWERED;
import static dev.interlock.audit.mutants.InvariantNames.AS_ASKED;
import static dev.interlock.audit.mutants.InvariantNames.FINGERPRINT;
import static dev.interlock.audit.mutants.InvariantNames.FRESH_READ;
import static dev.interlock.audit.mutants.InvariantNames.KEY_HAS_JOURNAL;
import static dev.interlock.audit.mutants.InvariantNames.NO_CYCLE;
import static dev.interlock.audit.mutants.InvariantNames.NO_DEFECT;
import static dev.interlock.audit.mutants.InvariantNames.ONE_TIME;
import static dev.interlock.audit.mutants.InvariantNames.READ_OF_ITS_VERSION;
import static dev.interlock.audit.mutants.InvariantNames.RIGHT_REFUSAL;
import static dev.interlock.audit.mutants.InvariantNames.TRANSFER_ANSWER;
import static dev.interlock.audit.mutants.InvariantNames.WALLS;
import static dev.interlock.audit.mutants.StepByStep.Place.AFTER_THE_EFFECT;
import static dev.interlock.audit.mutants.StepByStep.Write.WHAT_IS_THERE;
import static dev.interlock.audit.mutants.StepByStep.Write.WHAT_WAS_READ;

import java.util.List;

/// Mutants of transfers.
final class TransferMutants {

  private static final String JOURNALED = "FROM moved m CROSS JOIN decided d";
  private static final String JOURNALED_FOR =
      "d.caller, d.idempotency_key, d.reference, d.decided_at";
  private static final String OF_THE_DESTINATION = "(a.destination_id, a.amount)";
  private static final String IN_ORDER = "ORDER BY l.account_id";
  private static final String CONSERVED =
      "balances sum to what the back office put in: no money is created or lost";
  private static final String TWO_LEGS = "every transfer has exactly two legs, on two accounts";
  private static final String LEGS_SUM = "every transfer credits what it debits";
  private static final String LEGS_AGREE =
      "both legs of every transfer share caller, key, reference and time";
  private static final String BALANCE_FOLLOWS =
      "every balance is the previous balance plus the amount";
  private static final String JOURNAL_ENDS = "every account is what its journal adds up to";
  private static final String NO_OVERDRAFT = "no balance was ever below 0 or above 2^53-1";
  private static final String COVERED = "no transfer took more than the account held";
  private static final String TIME = "an account's versions are in time order";

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "the balance is checked, then written from the value read earlier",
              new StepByStep(AFTER_THE_EFFECT, WHAT_WAS_READ),
              MutantScenario.TRANSFER_TWO_WRITE_ONE_BALANCE,
              BALANCE_FOLLOWS,
              CONSERVED),
          Mutant.of(
              "the balance is checked, then written whatever it is by then",
              new StepByStep(AFTER_THE_EFFECT, WHAT_IS_THERE).withoutTheCheck(),
              MutantScenario.TRANSFER_TWO_TAKE_FROM_ONE_BALANCE,
              WALLS,
              NO_OVERDRAFT,
              COVERED),
          Mutant.of(
              "the statement runs at READ COMMITTED",
              RewrittenSql.with("balance = a.balance + t.amount", "balance = a.balance + t.amount")
                  .runAtReadCommitted()
                  .without("account", "account_balance"),
              MutantScenario.TRANSFER_TWO_TAKE_FROM_ONE_BALANCE,
              WALLS,
              NO_OVERDRAFT,
              COVERED,
              TRANSFER_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "each leg is committed by itself",
              new StepByStep(AFTER_THE_EFFECT, WHAT_IS_THERE),
              MutantScenario.TRANSFER_HALFWAY_MET,
              TIME,
              NO_CYCLE),
          Mutant.of(
              "only the debit is carried out",
              RewrittenSql.with(IN_ORDER, "WHERE l.amount < 0 " + IN_ORDER),
              MutantScenario.TRANSFER_ONCE,
              TWO_LEGS,
              LEGS_SUM,
              CONSERVED,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "the destination gets less than the source gives",
              RewrittenSql.with(OF_THE_DESTINATION, "(a.destination_id, a.amount - 1)"),
              MutantScenario.TRANSFER_ONCE,
              LEGS_SUM,
              CONSERVED,
              AS_ANSWERED),
          Mutant.of(
              "currencies are not compared",
              RewrittenSql.with(
                      "WHEN f.source_currency <> f.currency THEN 'source-currency-mismatch'", "")
                  .and(
                      "WHEN f.destination_currency <> f.currency"
                          + " THEN 'destination-currency-mismatch'",
                      ""),
              MutantScenario.TRANSFER_BETWEEN_CURRENCIES,
              "both accounts of every transfer have the same currency",
              CONSERVED),
          Mutant.of(
              "each leg has a different time",
              RewrittenSql.with(
                  JOURNALED_FOR, JOURNALED_FOR.replace("d.decided_at", "clock_timestamp()")),
              MutantScenario.TRANSFER_ONCE,
              LEGS_AGREE,
              ONE_TIME,
              AS_ANSWERED),
          Mutant.of(
              "the journal omits the caller",
              RewrittenSql.with(JOURNALED_FOR, JOURNALED_FOR.replace("d.caller", "NULL")),
              MutantScenario.TRANSFER_ONCE,
              "every journal entry has caller and key, unless it predates journaled openings",
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "nothing is journaled",
              RewrittenSql.with(JOURNALED, JOURNALED + " WHERE false"),
              MutantScenario.TRANSFER_ONCE,
              JOURNAL_ENDS,
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "only the debit is journaled",
              RewrittenSql.with(JOURNALED, JOURNALED + " WHERE m.amount < 0"),
              MutantScenario.TRANSFER_THERE_AND_BACK,
              "account versions run from 0 without a gap",
              BALANCE_FOLLOWS,
              JOURNAL_ENDS,
              TWO_LEGS,
              LEGS_SUM,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "the request is journaled instead of what was moved",
              RewrittenSql.with(
                      "SELECT m.id, m.version, d.id, m.amount, m.balance,",
                      "SELECT l.account_id, coalesce(m.version, 1), d.id, l.amount,"
                          + " coalesce(m.balance, l.amount),")
                  .and(
                      JOURNALED,
                      "FROM target l LEFT JOIN moved m ON m.id = l.account_id"
                          + " CROSS JOIN decided d")
                  .and("WHEN f.destination_status IS NULL THEN 'destination-not-found'", ""),
              MutantScenario.TRANSFER_TO_NO_ACCOUNT,
              "every account entry belongs to an account",
              "account versions run from 0 without a gap",
              CONSERVED),
          Mutant.of(
              "a transfer has the time of a transaction begun earlier",
              new EarlyTransaction(),
              MutantScenario.TRANSFER_OVERTAKEN,
              TIME),
          Mutant.of(
              "a stranger is not refused",
              RewrittenSql.with("OR f.role IS NULL", ""),
              MutantScenario.TRANSFER_OF_A_STRANGER,
              "every movement of money or stock was made by a caller who had held a role there",
              ALLOWED),
          Mutant.of(
              "a viewer is not refused",
              RewrittenSql.with(
                  "WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'", ""),
              MutantScenario.TRANSFER_OF_A_VIEWER,
              ALLOWED,
              AFTER_REVOKE),
          Mutant.of(
              "a viewer without any permission change is not refused",
              RewrittenSql.with(
                  "WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'", ""),
              MutantScenario.TRANSFER_OF_A_FIRST_VIEWER,
              ALLOWED),
          Mutant.of(
              "an expired grant allows a transfer",
              RewrittenSql.with("OR f.expires_at <= f.decided_at", ""),
              MutantScenario.TRANSFER_OF_AN_EXPIRED_OPERATOR,
              ALLOWED),
          Mutant.of(
              "the answer has the balance before the transfer",
              RewrittenSql.with(
                  "'fromBalance', d.source_balance - d.amount", "'fromBalance', d.source_balance"),
              MutantScenario.TRANSFER_ONCE,
              TRANSFER_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "only whole euros are moved",
              RewrittenSql.with("?::bigint AS amount", "?::bigint / 100 * 100 AS amount"),
              MutantScenario.TRANSFER_ONCE,
              FINGERPRINT,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "a balance that is just sufficient is refused",
              RewrittenSql.with("f.source_balance < f.amount", "f.source_balance <= f.amount"),
              MutantScenario.TRANSFER_WHOLE_BALANCE,
              RIGHT_REFUSAL),
          Mutant.of(
              "an open source counts as closed",
              RewrittenSql.with("WHEN f.source_status <> 'open'", "WHEN f.source_status = 'open'"),
              MutantScenario.TRANSFER_ONCE,
              RIGHT_REFUSAL),
          Mutant.of(
              "an open destination counts as closed",
              RewrittenSql.with(
                  "WHEN f.destination_status <> 'open'", "WHEN f.destination_status = 'open'"),
              MutantScenario.TRANSFER_ONCE,
              RIGHT_REFUSAL),
          Mutant.of(
              "a destination that was closed once counts as closed",
              RewrittenSql.with(
                  "WHEN f.destination_status <> 'open'",
                  "WHEN EXISTS (SELECT 1 FROM account_history h WHERE h.account_id ="
                      + " f.destination_id AND h.status = 'closed')"),
              MutantScenario.TRANSFER_TO_AN_ACCOUNT_CLOSED_AND_REOPENED,
              RIGHT_REFUSAL),
          Mutant.of(
              "a reopened account is shown as closed",
              RewrittenSql.with(
                  "a.balance, a.status,",
                  "a.balance, CASE WHEN EXISTS (SELECT 1 FROM account_history h WHERE h.account_id"
                      + " = a.id AND h.status = 'closed') THEN 'closed' ELSE 'open' END AS"
                      + " status,"),
              MutantScenario.TRANSFER_TO_AN_ACCOUNT_CLOSED_AND_REOPENED,
              READ_OF_ITS_VERSION),
          Mutant.of(
              "money is sent to a closed account",
              RewrittenSql.with(
                  "WHEN f.destination_status <> 'open' THEN 'destination-closed'", ""),
              MutantScenario.TRANSFER_FROM_AND_TO_A_CLOSED_ACCOUNT,
              "every account was closed only when open and empty, and nothing moved until"
                  + " reopened"),
          Mutant.of(
              "a closed destination is reported as a closed source",
              RewrittenSql.with("THEN 'destination-closed'", "THEN 'source-closed'"),
              MutantScenario.TRANSFER_FROM_AND_TO_A_CLOSED_ACCOUNT,
              RIGHT_REFUSAL),
          Mutant.of(
              "the destination's currency counts for the source",
              RewrittenSql.with("WHEN f.source_currency <>", "WHEN f.destination_currency <>"),
              MutantScenario.TRANSFER_BETWEEN_CURRENCIES,
              RIGHT_REFUSAL),
          Mutant.of(
              "the right currency is refused",
              RewrittenSql.with(
                  "WHEN f.destination_currency <> f.currency",
                  "WHEN f.destination_currency = f.currency"),
              MutantScenario.TRANSFER_ONCE,
              RIGHT_REFUSAL),
          Mutant.of(
              "of two wrong currencies the destination's is reported",
              RewrittenSql.with("THEN 'source-currency-", "THEN 'destination-currency-"),
              MutantScenario.TRANSFER_IN_A_CURRENCY_OF_NEITHER,
              RIGHT_REFUSAL),
          Mutant.of(
              "only the CHECK stops an overdraft",
              RewrittenSql.with("WHEN f.source_balance < f.amount THEN 'insufficient-funds'", ""),
              MutantScenario.TRANSFER_MORE_THAN_THERE_IS,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "the grant of a transfer is not locked",
              RewrittenSql.with("FOR SHARE OF p", ""),
              MutantScenario.TRANSFER_REVOKED_MEANWHILE,
              AFTER_REVOKE),
          Mutant.of(
              "a read rounds the balance",
              RewrittenSql.with(
                  "AS currency, a.balance,", "AS currency, a.balance / 1000 * 1000 AS balance,"),
              MutantScenario.TRANSFER_READ_AFTER_A_WRITE,
              READ_OF_ITS_VERSION),
          Mutant.of(
              "a closed account is shown as open",
              RewrittenSql.with("a.balance, a.status,", "a.balance, 'open' AS status,"),
              MutantScenario.TRANSFER_READ_OF_A_CLOSED_ACCOUNT,
              READ_OF_ITS_VERSION),
          Mutant.of(
              "entries are shown without their reference",
              RewrittenSql.with("THEN left(e.reference, 800000) END", "THEN NULL END"),
              MutantScenario.TRANSFER_ENTRIES_READ_AFTER_A_WRITE,
              READ_OF_ITS_VERSION),
          Mutant.of(
              "a page of entries leaves out the first",
              RewrittenSql.with("h.version > ?", "h.version > 1 + ?"),
              MutantScenario.TRANSFER_ENTRIES_READ_AFTER_A_WRITE,
              READ_OF_ITS_VERSION,
              FRESH_READ),
          Mutant.of(
              "the first page of entries is the last",
              RewrittenSql.with("LIMIT ?) page", "LIMIT ? - 1) page"),
              MutantScenario.TRANSFER_ENTRIES_READ_AFTER_A_WRITE,
              FRESH_READ),
          Mutant.of(
              "entries are read from a stale snapshot",
              new StaleSnapshot(),
              MutantScenario.TRANSFER_ENTRIES_READ_AFTER_A_WRITE,
              FRESH_READ),
          Mutant.of(
              "an empty account cannot be read",
              RewrittenSql.with(
                  "AS currency, a.balance,",
                  "AS currency, a.balance * a.balance / a.balance AS balance,"),
              MutantScenario.TRANSFER_READ_OF_AN_EMPTY_ACCOUNT,
              NO_DEFECT),
          Mutant.of(
              "an account is read from a stale snapshot",
              new StaleSnapshot(),
              MutantScenario.TRANSFER_READ_AFTER_A_WRITE,
              FRESH_READ));

  private TransferMutants() {}
}
