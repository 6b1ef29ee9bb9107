package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.InvariantNames.AFTER_REVOKE;
import static dev.interlock.audit.mutants.InvariantNames.ALLOWED;
import static dev.interlock.audit.mutants.InvariantNames.ANSWERED_IN_THE_END;
import static dev.interlock.audit.mutants.InvariantNames.AS_ANSWERED;
import static dev.interlock.audit.mutants.InvariantNames.AS_ASKED;
import static dev.interlock.audit.mutants.InvariantNames.DECREMENT_ANSWER;
import static dev.interlock.audit.mutants.InvariantNames.FINGERPRINT;
import static dev.interlock.audit.mutants.InvariantNames.FRESH_READ;
import static dev.interlock.audit.mutants.InvariantNames.KEY_HAS_JOURNAL;
import static dev.interlock.audit.mutants.InvariantNames.NO_DEFECT;
import static dev.interlock.audit.mutants.InvariantNames.ONE_TIME;
import static dev.interlock.audit.mutants.InvariantNames.READ_OF_ITS_VERSION;
import static dev.interlock.audit.mutants.InvariantNames.REFUSAL;
import static dev.interlock.audit.mutants.InvariantNames.RIGHT_REFUSAL;
import static dev.interlock.audit.mutants.InvariantNames.WALLS;

import java.util.List;

/// Mutants of stock decrements.
final class DecrementMutants {

  private static final String JOURNALED = "FROM moved m CROSS JOIN decided d";
  private static final String JOURNALED_FOR =
      "d.caller, d.idempotency_key, d.reference, d.decided_at";
  private static final String JOURNALED_ROW =
      "SELECT m.location_id, m.sku, m.version, d.id, -m.quantity, m.on_hand,";
  private static final String MOVED =
      "SET on_hand = s.on_hand - t.quantity, version = s.version + 1";
  private static final String STOCK_FOLLOWS =
      "every stock on hand is the previous stock plus the quantity";
  private static final String JOURNAL_ENDS = "every stock row is what its journal adds up to";
  private static final String COVERED = "no decrement took more than was on hand";

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "stock is taken at READ COMMITTED",
              RewrittenSql.with(MOVED, MOVED)
                  .runAtReadCommitted()
                  .without("stock", "stock_on_hand"),
              MutantScenario.DECREMENT_TWO_TAKE_THE_LAST_PIECES,
              WALLS,
              "no stock was ever below 0",
              COVERED,
              DECREMENT_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "stock is written from the value read earlier",
              RewrittenSql.with(
                      MOVED,
                      "SET on_hand = (SELECT l.on_hand FROM line l WHERE l.sku = s.sku) -"
                          + " t.quantity, version = s.version + 1")
                  .runAtReadCommitted(),
              MutantScenario.DECREMENT_TWO_TAKE_OF_ONE_STOCK,
              STOCK_FOLLOWS),
          Mutant.of(
              "single items are not journaled",
              RewrittenSql.with(JOURNALED, JOURNALED + " WHERE m.quantity > 1"),
              MutantScenario.DECREMENT_SINGLE_PIECES,
              "stock versions run from 0 without a gap",
              STOCK_FOLLOWS,
              JOURNAL_ENDS,
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "the request is journaled instead of what was taken",
              RewrittenSql.with(
                      JOURNALED_ROW,
                      "SELECT d.location_id, t.sku, coalesce(m.version, 1), d.id, -t.quantity,"
                          + " coalesce(m.on_hand, 0),")
                  .and(
                      JOURNALED,
                      "FROM target t LEFT JOIN moved m ON m.sku = t.sku" + " CROSS JOIN decided d")
                  .and("WHEN f.absent_sku IS NOT NULL THEN 'sku-not-found'", ""),
              MutantScenario.DECREMENT_SKU_THAT_IS_NOT,
              "every stock entry belongs to a stock row",
              "stock versions run from 0 without a gap",
              STOCK_FOLLOWS,
              COVERED,
              DECREMENT_ANSWER,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "goods taken are journaled as received",
              RewrittenSql.with("-m.quantity, m.on_hand,", "m.quantity, m.on_hand,"),
              MutantScenario.DECREMENT_ONE_LINE,
              FINGERPRINT,
              "every line of a decrement takes at least one item",
              STOCK_FOLLOWS,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "each line has a different time",
              RewrittenSql.with(
                  JOURNALED_FOR, JOURNALED_FOR.replace("d.decided_at", "clock_timestamp()")),
              MutantScenario.DECREMENT_TWO_LINES,
              "all lines of a decrement share location, caller, key, reference and time",
              ONE_TIME,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "each line is taken twice",
              RewrittenSql.with(
                      MOVED, "SET on_hand = s.on_hand - 2 * t.quantity, version = s.version + 2")
                  .and(
                      JOURNALED_ROW,
                      "SELECT m.location_id, m.sku, m.version - 2 + n, d.id, -m.quantity,"
                          + " m.on_hand + (2 - n) * m.quantity,")
                  .and(
                      JOURNALED,
                      "FROM generate_series(1, 2) n CROSS JOIN moved m" + " CROSS JOIN decided d"),
              MutantScenario.DECREMENT_ONE_LINE,
              FINGERPRINT,
              "no decrement takes an SKU twice",
              DECREMENT_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "every line takes the quantity of the last",
              RewrittenSql.with(
                  "SELECT l.sku, l.quantity, l.number",
                  "SELECT l.sku, first_value(l.quantity) OVER (ORDER BY l.number DESC) AS quantity,"
                      + " l.number"),
              MutantScenario.DECREMENT_TWO_LINES,
              FINGERPRINT,
              AS_ASKED,
              AS_ANSWERED),
          Mutant.of(
              "the stock journal omits the caller",
              RewrittenSql.with(JOURNALED_FOR, JOURNALED_FOR.replace("d.caller", "NULL")),
              MutantScenario.DECREMENT_ONE_LINE,
              "every journal entry has caller and key, unless it predates journaled openings",
              KEY_HAS_JOURNAL,
              AS_ANSWERED),
          Mutant.of(
              "a decrement has the time of a transaction begun earlier",
              new EarlyTransaction(),
              MutantScenario.DECREMENT_OVERTAKEN,
              "a stock row's versions are in time order"),
          Mutant.of(
              "the answer has the stock before the decrement",
              RewrittenSql.with(
                  "jsonb_object_agg(l.sku, l.on_hand - l.quantity) AS on_hand",
                  "jsonb_object_agg(l.sku, l.on_hand) AS on_hand"),
              MutantScenario.DECREMENT_TWO_LINES,
              DECREMENT_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "a stranger takes stock",
              RewrittenSql.with("f.role IS NULL OR ", ""),
              MutantScenario.DECREMENT_OF_A_STRANGER,
              "every movement of money or stock was made by a caller who had held a role there",
              ALLOWED),
          Mutant.of(
              "a revoked operator takes stock",
              RewrittenSql.with(" OR f.role = 'none'", "")
                  .and("f.role NOT IN ('operator', 'owner')", "false"),
              MutantScenario.DECREMENT_OF_AN_OPERATOR_REVOKED_LONG_AGO,
              ALLOWED),
          Mutant.of(
              "a shortage is stored without what is available",
              RewrittenSql.with("jsonb_build_object('available', d.available)", "'{}'::jsonb"),
              MutantScenario.DECREMENT_MORE_THAN_THERE_IS,
              REFUSAL,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "two lines are taken and one is answered",
              RewrittenSql.with(
                  "jsonb_object_agg(l.sku, l.on_hand - l.quantity) AS on_hand",
                  "jsonb_object_agg(l.sku, l.on_hand - l.quantity) - 'CUP-1' AS on_hand"),
              MutantScenario.DECREMENT_TWO_LINES,
              DECREMENT_ANSWER,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "an expired grant allows a decrement",
              RewrittenSql.with("OR f.expires_at <= f.decided_at", ""),
              MutantScenario.DECREMENT_OF_AN_EXPIRED_OPERATOR,
              ALLOWED),
          Mutant.of(
              "stock that is just sufficient is refused",
              RewrittenSql.with("WHERE l.on_hand < l.quantity", "WHERE l.on_hand <= l.quantity"),
              MutantScenario.DECREMENT_WHOLE_STOCK,
              RIGHT_REFUSAL),
          Mutant.of(
              "the grant of a decrement is not locked",
              RewrittenSql.with("FOR SHARE OF p", ""),
              MutantScenario.DECREMENT_REVOKED_MEANWHILE,
              AFTER_REVOKE),
          Mutant.of(
              "a read rounds the stock",
              RewrittenSql.with(
                  "SELECT s.location_id, s.sku, s.on_hand,",
                  "SELECT s.location_id, s.sku, s.on_hand / 10 * 10 AS on_hand,"),
              MutantScenario.DECREMENT_READ_AFTER_A_WRITE,
              READ_OF_ITS_VERSION),
          Mutant.of(
              "stock is read from a stale snapshot",
              new StaleSnapshot(),
              MutantScenario.DECREMENT_READ_AFTER_A_WRITE,
              FRESH_READ));

  private DecrementMutants() {}
}
