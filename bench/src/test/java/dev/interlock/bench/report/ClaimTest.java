package dev.interlock.bench.report;

import static dev.interlock.bench.report.Measured.each;
import static dev.interlock.bench.report.Measured.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.bench.part.Figure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClaimTest {
  private static final FigureQuery OURS =
      new FigureQuery("throughput", "transfer", Map.of(), "interlock", "calls per second")
          .with("connections", "16");
  private static final Claim CLAIM =
      new Claim("pooled", "", OURS.against("theirs"), Bound.atLeast(1.5));

  /// Only values measured side by side are compared. The medians, 20 and 10, would give 2.
  @Test
  void theMedianOfRatiosCountsNotTheRatioOfMedians() {
    assertThat(judged(each(10, 20, 30), each(30, 5, 10)))
        .isEqualTo(new Claim.Verdict.Reached(new Spread(List.of(10.0 / 30, 3.0, 4.0))));
    assertThat(judged(each(10, 20, 30), each(10, 20, 10)))
        .isEqualTo(new Claim.Verdict.Missed(new Spread(List.of(1.0, 1.0, 3.0))));
  }

  @Test
  void aClaimIsReachedAtItsBound() {
    assertThat(judged(each(15), each(10))).isInstanceOf(Claim.Verdict.Reached.class);
    assertThat(judged(each(14.9), each(10))).isInstanceOf(Claim.Verdict.Missed.class);
  }

  @Test
  void aMissingFigureIsNamed() {
    Figure other = transfers("theirs", each(10), "connections", "4");

    assertThat(CLAIM.judge(List.of(ours(each(20)), other)))
        .isEqualTo(
            new Claim.Verdict.NotMeasured(
                "throughput: calls per second of transfer by theirs, connections 16"));
    assertThat(CLAIM.judge(List.of())).isInstanceOf(Claim.Verdict.NotMeasured.class);
    assertThat(CLAIM.judge(List.of(theirs(each(10)))))
        .isInstanceOf(Claim.Verdict.NotMeasured.class);
  }

  @Test
  void twoMatchingFiguresAreAmbiguous() {
    Figure near = transfers("interlock", each(20), "connections", "16", "delay", "0 ms");
    Figure far = transfers("interlock", each(20), "connections", "16", "delay", "1 ms");

    assertThat(CLAIM.judge(List.of(near, far, theirs(each(10)))))
        .isInstanceOfSatisfying(
            Claim.Verdict.NotMeasured.class,
            verdict -> assertThat(verdict.reason()).startsWith("more than one: "));
  }

  @Test
  void unequalRepetitionsAndMissingNumbersAreNotMeasured() {
    assertThat(judged(each(20, 20), each(10))).isInstanceOf(Claim.Verdict.NotMeasured.class);
    assertThat(judged(each(0), each(0))).isInstanceOf(Claim.Verdict.NotMeasured.class);
    assertThat(judged(each(Double.NaN, 20, 20), each(10, 10, 10)))
        .isInstanceOf(Claim.Verdict.NotMeasured.class);
  }

  @Test
  void theBestOfSeveralIsTakenInEachRepetition() {
    FigureQuery few = OURS.with("connections", "1");
    FigureQuery some = OURS.with("connections", "4");
    Claim claim = new Claim("hot", "", new Quantity(OURS, List.of(few, some)), Bound.atLeast(0.7));
    List<Figure> figures =
        List.of(
            ours(each(70, 70)),
            transfers("interlock", each(100, 10), "connections", "1"),
            transfers("interlock", each(10, 200), "connections", "4"));

    assertThat(claim.judge(figures))
        .isEqualTo(new Claim.Verdict.Missed(new Spread(List.of(0.35, 0.7))));
    assertThat(claim.judge(figures.subList(0, 2))).isInstanceOf(Claim.Verdict.NotMeasured.class);
  }

  /// A median of 0 would hide it.
  @Test
  void oneRepetitionAboveAnUpperBoundMissesTheClaim() {
    Claim claim = new Claim("refusals", "", OURS.alone(), Bound.neverAbove(0));

    assertThat(claim.judge(List.of(ours(each(0, 0, 0))))).isInstanceOf(Claim.Verdict.Reached.class);
    assertThat(claim.judge(List.of(ours(each(0, 1, 0))))).isInstanceOf(Claim.Verdict.Missed.class);
  }

  @Test
  void everyClaimIsReachedAtItsBoundAndMissedBeyondIt() {
    assertThat(Claims.ALL).extracting(Claim::id).doesNotHaveDuplicates().hasSizeGreaterThan(15);
    for (Claim claim : Claims.ALL) {
      double beyond =
          claim.bound().direction() == Bound.Direction.AT_LEAST
              ? claim.bound().value() * 0.99
              : claim.bound().value() * 1.01 + 0.01;
      assertThat(claim.judge(Measured.thatCameTo(claim, claim.bound().value())))
          .as(claim.id())
          .isInstanceOf(Claim.Verdict.Reached.class);
      assertThat(claim.judge(Measured.thatCameTo(claim, beyond)))
          .as(claim.id())
          .isInstanceOf(Claim.Verdict.Missed.class);
    }
  }

  private static Claim.Verdict judged(double[] ours, double[] theirs) {
    return CLAIM.judge(Stream.of(ours(ours), theirs(theirs)).toList());
  }

  private static Figure ours(double[] values) {
    return transfers("interlock", values, "connections", "16");
  }

  private static Figure theirs(double[] values) {
    return transfers("theirs", values, "connections", "16");
  }
}
