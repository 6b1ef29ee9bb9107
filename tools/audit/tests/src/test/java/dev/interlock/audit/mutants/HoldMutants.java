package dev.interlock.audit.mutants;

import static dev.interlock.audit.mutants.InvariantNames.ANSWERED_IN_THE_END;
import static dev.interlock.audit.mutants.InvariantNames.AS_ANSWERED;
import static dev.interlock.audit.mutants.InvariantNames.AS_ASKED;
import static dev.interlock.audit.mutants.InvariantNames.FINGERPRINT;
import static dev.interlock.audit.mutants.InvariantNames.NO_DEFECT;
import static dev.interlock.audit.mutants.InvariantNames.RIGHT_REFUSAL;

import java.util.List;

/// Mutants of holds, reservations and their settlements.
final class HoldMutants {

  private static final String HELD_IS_OPEN =
      "what is held of every account is the sum of its open holds";
  private static final String LEGS =
      "every settlement gives what it takes, and releases all that was held";
  private static final String SETTLED_IN_TIME =
      "every hold was settled before its expiry, at the time of its entries";
  private static final String HOLD_ANSWER =
      "the stored answer of every accepted hold matches its entries";
  private static final String RESERVED_IS_OPEN =
      "what is reserved of every SKU is the sum of its open lines";
  private static final String LINE_TAKEN =
      "every settlement takes what its line says, and releases all that was reserved";
  private static final String LINE_IN_TIME =
      "every line was settled before its expiry, at the time of its entry";

  static final List<Mutant> ALL =
      List.of(
          Mutant.of(
              "a settlement frees no money",
              RewrittenSql.with("held = a.held - t.released,", "held = a.held,"),
              MutantScenario.HOLD_SETTLED_IN_PART,
              HELD_IS_OPEN,
              "what is held of every account is what its journal adds up to",
              "every amount held is the previous one plus the change, and within the balance"),
          Mutant.of(
              "a settlement leaves its hold open",
              RewrittenSql.with("WHERE h.id = s.hold_id", "WHERE false"),
              MutantScenario.HOLD_SETTLED_TWICE,
              HELD_IS_OPEN,
              "every settled hold has one settlement, and no other hold has any",
              LEGS,
              SETTLED_IN_TIME,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "a settlement does not note what it captured",
              RewrittenSql.with("captured = s.amount,", "captured = 0,"),
              MutantScenario.HOLD_SETTLED_IN_PART,
              LEGS),
          Mutant.of(
              "a settled hold is settled again",
              RewrittenSql.with("WHEN f.state = 'settled' THEN 'hold-settled'", ""),
              MutantScenario.HOLD_SETTLED_TWICE,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "a hold is settled after its expiry",
              RewrittenSql.with("f.state = 'expired' OR f.held_until <= f.decided_at", "false"),
              MutantScenario.HOLD_SETTLED_AFTER_ITS_EXPIRY,
              "every entry of a hold names one that had not expired",
              SETTLED_IN_TIME),
          Mutant.of(
              "a hold is placed at another time than its entry",
              RewrittenSql.with(
                  "h.held_until, h.decided_at, h.reference",
                  "h.held_until, clock_timestamp(), h.reference"),
              MutantScenario.HOLD_SETTLED_IN_PART,
              "every hold was placed once, on its source, for an account of the same currency"),
          Mutant.of(
              "a live hold is folded",
              RewrittenSql.with("AND h.expires_at <= a.decided_at", ""),
              MutantScenario.HOLD_PLACED_WHEN_ONE_HAS_EXPIRED,
              HELD_IS_OPEN,
              "no hold was set expired before its expiry"),
          Mutant.of(
              "an expired hold is folded, and its money is not freed",
              RewrittenSql.with("a.amount - a.expired", "a.amount"),
              MutantScenario.HOLD_PLACED_WHEN_ONE_HAS_EXPIRED,
              HELD_IS_OPEN,
              HOLD_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "a hold is placed for a closed account",
              RewrittenSql.with(
                  "WHEN f.destination_status <> 'open' THEN 'destination-closed'", ""),
              MutantScenario.HOLD_FOR_A_CLOSED_ACCOUNT,
              "no closed account is named by a hold that has not expired"),
          Mutant.of(
              "held money is held again",
              RewrittenSql.with(
                  "f.source_balance - f.source_held + live.expired < f.amount",
                  "f.source_balance < f.amount"),
              MutantScenario.HOLD_MORE_THAN_IS_AVAILABLE,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "expired holds still count",
              RewrittenSql.with(
                  "f.source_balance - f.source_held + live.expired < f.amount",
                  "f.source_balance - f.source_held < f.amount"),
              MutantScenario.HOLD_ALL_PLACED_AGAIN,
              RIGHT_REFUSAL),
          Mutant.of(
              "the answer has what was available before the hold",
              RewrittenSql.with(
                  "d.source_balance - d.source_held + d.expired - d.amount)",
                  "d.source_balance - d.source_held + d.expired)"),
              MutantScenario.HOLD_SETTLED_IN_PART,
              HOLD_ANSWER,
              AS_ANSWERED),
          Mutant.of(
              "the answer says that all is released",
              RewrittenSql.with("'released', d.held - d.amount", "'released', d.held"),
              MutantScenario.HOLD_SETTLED_IN_PART,
              "the stored answer of every accepted settlement matches its entries",
              AS_ANSWERED),
          Mutant.of(
              "a reservation's settlement frees no stock",
              RewrittenSql.with("reserved = s.reserved - t.reserved,", "reserved = s.reserved,"),
              MutantScenario.RESERVATION_TAKEN_IN_PART,
              RESERVED_IS_OPEN,
              "what is reserved of every SKU is what its journal adds up to",
              "every quantity reserved is the previous one plus the change, and on hand"),
          Mutant.of(
              "a reservation's settlement leaves its lines open",
              RewrittenSql.with(
                  "WHERE r.reservation_id = s.reservation_id AND r.sku = s.sku", "WHERE false"),
              MutantScenario.RESERVATION_TAKEN_TWICE,
              RESERVED_IS_OPEN,
              "every settled line has one settlement, and no other line has any",
              LINE_TAKEN,
              LINE_IN_TIME,
              ANSWERED_IN_THE_END,
              NO_DEFECT),
          Mutant.of(
              "a reservation's settlement does not note what it took",
              RewrittenSql.with("taken = s.taken,", "taken = 0,"),
              MutantScenario.RESERVATION_TAKEN_IN_PART,
              LINE_TAKEN),
          Mutant.of(
              "a reservation is taken after its expiry",
              RewrittenSql.with("f.folded OR f.reserved_until <= f.decided_at", "false"),
              MutantScenario.RESERVATION_TAKEN_AFTER_ITS_EXPIRY,
              LINE_IN_TIME),
          Mutant.of(
              "a reservation is placed at another time than its entries",
              RewrittenSql.with(
                  "n.reserved_until, n.decided_at, n.reference",
                  "n.reserved_until, clock_timestamp(), n.reference"),
              MutantScenario.RESERVATION_TAKEN_IN_PART,
              "every line of a reservation was placed once, at its location"),
          Mutant.of(
              "the lines of a reservation expire one after the other",
              RewrittenSql.with(
                  "m.quantity, a.reserved_until, a.decided_at,",
                  "m.quantity, a.reserved_until - length(m.sku) * INTERVAL '1 hour' AS"
                      + " reserved_until, a.decided_at,"),
              MutantScenario.RESERVATION_TAKEN_IN_PART,
              "all lines of a reservation have one location, expiry and settlement",
              FINGERPRINT,
              AS_ANSWERED,
              AS_ASKED),
          Mutant.of(
              "a live line is folded",
              RewrittenSql.with(
                  "AND r.state = 'open' AND r.expires_at <= a.decided_at", "AND r.state = 'open'"),
              MutantScenario.RESERVATION_WHEN_ONE_HAS_EXPIRED,
              RESERVED_IS_OPEN,
              "no line was set expired before its expiry"),
          Mutant.of(
              "the answer has what was available before the reservation",
              RewrittenSql.with(
                  "+ e.expired - l.quantity) AS remaining", "+ e.expired) AS remaining"),
              MutantScenario.RESERVATION_TAKEN_IN_PART,
              "the stored answer of every accepted reservation matches its entries",
              AS_ANSWERED),
          Mutant.of(
              "the answer says that all stock is released",
              RewrittenSql.with("'released', l.reserved - l.taken", "'released', l.reserved"),
              MutantScenario.RESERVATION_TAKEN_IN_PART,
              "the stored answer of every accepted reservation's settlement matches its entries",
              AS_ANSWERED));

  private HoldMutants() {}
}
