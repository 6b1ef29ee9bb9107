package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.List;

/// A claim and its outcome, in the words of the tables.
record JudgedClaim(Claim claim, Claim.Verdict verdict) {
  static List<JudgedClaim> all(List<Figure> figures) {
    return Claims.ALL.stream().map(claim -> new JudgedClaim(claim, claim.judge(figures))).toList();
  }

  boolean missed() {
    return verdict instanceof Claim.Verdict.Missed;
  }

  String bound() {
    return claim.bound().direction() + " " + number(claim.bound().value());
  }

  String measured() {
    return switch (verdict) {
      case Claim.Verdict.Reached(Spread spread) -> number(claim.bound().deciding(spread));
      case Claim.Verdict.Missed(Spread spread) -> number(claim.bound().deciding(spread));
      case Claim.Verdict.NotMeasured none -> "";
    };
  }

  String spread() {
    return switch (verdict) {
      case Claim.Verdict.Reached(Spread spread) -> spread(spread);
      case Claim.Verdict.Missed(Spread spread) -> spread(spread);
      case Claim.Verdict.NotMeasured none -> "";
    };
  }

  String outcome() {
    return switch (verdict) {
      case Claim.Verdict.Reached reached -> "reached";
      case Claim.Verdict.Missed missed -> "not reached";
      case Claim.Verdict.NotMeasured none -> "not measured";
    };
  }

  private String spread(Spread spread) {
    return "%s to %s of %d"
        .formatted(number(spread.least()), number(spread.most()), spread.sorted().size());
  }

  private String number(double value) {
    if (claim.quantity().isRatio()) {
      return Numbers.ratio(value);
    }
    String unit = claim.bound().unit();
    return Numbers.of(value, unit) + (unit.isEmpty() || unit.equals("B") ? "" : " " + unit);
  }
}
