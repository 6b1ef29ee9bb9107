package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.Names.AFTER_REVOKE;
import static dev.interlock.audit.mutants.Names.ALLOWED;
import static dev.interlock.audit.mutants.Names.ANSWERED_IN_THE_END;
import static dev.interlock.audit.mutants.Names.AS_ANSWERED;
import static dev.interlock.audit.mutants.Names.AS_ASKED;
import static dev.interlock.audit.mutants.Names.FRESH_READ;
import static dev.interlock.audit.mutants.Names.KEY_HAS_JOURNAL;
import static dev.interlock.audit.mutants.Names.NO_CYCLE;
import static dev.interlock.audit.mutants.Names.NO_DEFECT;
import static dev.interlock.audit.mutants.Names.ONE_TIME;
import static dev.interlock.audit.mutants.Names.READ_OF_ITS_VERSION;
import static dev.interlock.audit.mutants.Names.RIGHT_REFUSAL;
import static dev.interlock.audit.mutants.Names.TRANSFER_ANSWER;
import static dev.interlock.audit.mutants.Names.WALLS;
import static dev.interlock.audit.mutants.StepByStep.Place.AFTER_THE_EFFECT;
import static dev.interlock.audit.mutants.StepByStep.Write.WHAT_IS_THERE;
import static dev.interlock.audit.mutants.StepByStep.Write.WHAT_WAS_READ;

import java.util.List;

/// Mutants that are wrong about money.
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
  private static final String JOURNAL_ENDS = "every account matches its last journal row";
  private static final String NO_OVERDRAFT = "no balance was ever below 0 or above 2^53-1";
  private static final String COVERED = "no transfer took more than the account held";
  private static final String TIME = "an account's versions are in time order";

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "the balance is checked, and then written as it was read",
              new StepByStep(AFTER_THE_EFFECT, WHAT_WAS_READ),
              Scenario.TRANSFER_TWO_WRITE_ONE_BALANCE,
              BALANCE_FOLLOWS,
              CONSERVED),
          Mutant.of(
              "the balance is checked, and then written whatever it is",
              new StepByStep(AFTER_THE_EFFECT, WHAT_IS_THERE).withoutTheCheck(),
              Scenario.TRANSFER_TWO_TAKE_FROM_ONE_BALANCE,
              WALLS,
              NO_OVERDRAFT,
              COVERED),
          Mutant.of(
              "the statement runs at READ COMMITTED",
              Rewritten.with("balance = a.balance + t.amount", "balance = a.balance + t.amount")
                  .runAtReadCommitted()
                  .without("account", "account_balance"),
              Scenario.TRANSFER_TWO_TAKE_FROM_ONE_BALANCE,
              WALLS,
              NO_OVERDRAFT,
              COVERED,
              TRANSFER_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "each leg is committed by itself",
              new StepByStep(AFTER_THE_EFFECT, WHAT_IS_THERE),
              Scenario.TRANSFER_HALFWAY_MET,
              TIME,
              NO_CYCLE),
          Mutant.of(
              "only the debit is carried out",
              Rewritten.with(IN_ORDER, "WHERE l.amount < 0 " + IN_ORDER),
              Scenario.TRANSFER_ONCE,
              TWO_LEGS,
              LEGS_SUM,
              CONSERVED,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "the destination gets less than the source gives",
              Rewritten.with(OF_THE_DESTINATION, "(a.destination_id, a.amount - 1)"),
              Scenario.TRANSFER_ONCE,
              LEGS_SUM,
              CONSERVED,
              AS_ANSWERED),
          Mutant.of(
              "currencies are not compared",
              Rewritten.with(
                      "WHEN f.source_currency <> f.currency THEN 'source-currency-mismatch'", "")
                  .and(
                      "WHEN f.destination_currency <> f.currency"
                          + " THEN 'destination-currency-mismatch'",
                      ""),
              Scenario.TRANSFER_BETWEEN_CURRENCIES,
              "both accounts of every transfer have the same currency",
              CONSERVED),
          Mutant.of(
              "each leg has a time of its own",
              Rewritten.with(
                  JOURNALED_FOR, JOURNALED_FOR.replace("d.decided_at", "clock_timestamp()")),
              Scenario.TRANSFER_ONCE,
              LEGS_AGREE,
              ONE_TIME,
              AS_ANSWERED),
          Mutant.of(
              "the journal forgets the caller",
              Rewritten.with(JOURNALED_FOR, JOURNALED_FOR.replace("d.caller", "NULL")),
              Scenario.TRANSFER_ONCE,
              "every account entry has transfer, caller and key, or none of them",
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "nothing is journaled",
              Rewritten.with(JOURNALED, JOURNALED + " WHERE false"),
              Scenario.TRANSFER_ONCE,
              JOURNAL_ENDS,
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "only the debit is journaled",
              Rewritten.with(JOURNALED, JOURNALED + " WHERE m.amount < 0"),
              Scenario.TRANSFER_THERE_AND_BACK,
              "account versions run from 1 without a gap",
              BALANCE_FOLLOWS,
              JOURNAL_ENDS,
              TWO_LEGS,
              LEGS_SUM,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "what was asked for is journaled, and not what was moved",
              Rewritten.with(
                      "SELECT m.id, m.version, d.id, m.amount, m.balance,",
                      "SELECT l.account_id, coalesce(m.version, 1), d.id, l.amount,"
                          + " coalesce(m.balance, l.amount),")
                  .and(
                      JOURNALED,
                      "FROM target l LEFT JOIN moved m ON m.id = l.account_id"
                          + " CROSS JOIN decided d")
                  .and("WHEN f.destination_status IS NULL THEN 'destination-not-found'", ""),
              Scenario.TRANSFER_TO_NO_ACCOUNT,
              "every account entry belongs to an account",
              CONSERVED),
          Mutant.of(
              "the time is that of a transaction begun early",
              new BegunEarly(),
              Scenario.TRANSFER_OVERTAKEN,
              TIME),
          Mutant.of(
              "a stranger is not refused",
              Rewritten.with("OR f.role IS NULL", ""),
              Scenario.TRANSFER_OF_A_STRANGER,
              "every movement of money or stock was made by a caller who had held a role there",
              ALLOWED),
          Mutant.of(
              "a viewer is not refused",
              Rewritten.with(
                  "WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'", ""),
              Scenario.TRANSFER_OF_A_VIEWER,
              ALLOWED,
              AFTER_REVOKE),
          Mutant.of(
              "a viewer whom no change ever concerned is not refused",
              Rewritten.with(
                  "WHEN f.role NOT IN ('operator', 'owner') THEN 'role-insufficient'", ""),
              Scenario.TRANSFER_OF_A_FIRST_VIEWER,
              ALLOWED),
          Mutant.of(
              "an expired grant is good for a transfer",
              Rewritten.with("OR f.expires_at <= f.decided_at", ""),
              Scenario.TRANSFER_OF_AN_EXPIRED_OPERATOR,
              ALLOWED),
          Mutant.of(
              "the answer has the balance of before",
              Rewritten.with(
                  "'fromBalance', d.source_balance - d.amount", "'fromBalance', d.source_balance"),
              Scenario.TRANSFER_ONCE,
              TRANSFER_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "whole euros are moved",
              Rewritten.with("?::bigint AS amount", "?::bigint / 100 * 100 AS amount"),
              Scenario.TRANSFER_ONCE,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "a balance that just suffices is refused",
              Rewritten.with("f.source_balance < f.amount", "f.source_balance <= f.amount"),
              Scenario.TRANSFER_WHOLE_BALANCE,
              RIGHT_REFUSAL),
          Mutant.of(
              "only the CHECK stops an overdraft",
              Rewritten.with("WHEN f.source_balance < f.amount THEN 'insufficient-funds'", ""),
              Scenario.TRANSFER_MORE_THAN_THERE_IS,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "the grant of a transfer is not locked",
              Rewritten.with("FOR SHARE OF p", ""),
              Scenario.TRANSFER_REVOKED_MEANWHILE,
              AFTER_REVOKE),
          Mutant.of(
              "a read rounds the balance",
              Rewritten.with(
                  "AS currency, a.balance,", "AS currency, a.balance / 1000 * 1000 AS balance,"),
              Scenario.TRANSFER_READ_AFTER_A_WRITE,
              READ_OF_ITS_VERSION),
          Mutant.of(
              "an empty account cannot be read",
              Rewritten.with(
                  "AS currency, a.balance,",
                  "AS currency, a.balance * a.balance / a.balance AS balance,"),
              Scenario.TRANSFER_READ_OF_AN_EMPTY_ACCOUNT,
              NO_DEFECT),
          Mutant.of(
              "an account is read from an old snapshot",
              new OldSnapshot(),
              Scenario.TRANSFER_READ_AFTER_A_WRITE,
              FRESH_READ));

  private TransferMutants() {}
}
