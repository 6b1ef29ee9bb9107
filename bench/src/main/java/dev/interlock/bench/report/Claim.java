package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the benchmark is to show, and where it may fail to.
///
/// @param id short, for the notes that give the reason when it fails
/// @param title as a table names it
/// @param measured the figure itself, or that which is compared
/// @param against what it is divided by, repetition by repetition: the greatest of these in that
///   repetition; nothing if the figure itself is bound
/// @param unit of the bound; empty for a ratio or a count
record Claim(
    String id,
    String title,
    FigureQuery measured,
    List<FigureQuery> against,
    Direction direction,
    double bound,
    String unit) {
  /// Which side of its bound a figure has to be on.
  enum Direction {
    AT_LEAST("at least"),
    AT_MOST("at most"),
    /// Every repetition, where otherwise the median counts: what must never be is not made good by
    /// repetitions without it.
    NEVER_ABOVE("never above");

    private final String words;

    Direction(String words) {
      this.words = words;
    }

    boolean holds(Spread spread, double bound) {
      return switch (this) {
        case AT_LEAST -> spread.median() >= bound;
        case AT_MOST -> spread.median() <= bound;
        case NEVER_ABOVE -> spread.most() <= bound;
      };
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// What has become of a claim.
  sealed interface Verdict {
    /// It holds.
    record Reached(Spread spread) implements Verdict {}

    /// It fails.
    record Missed(Spread spread) implements Verdict {}

    /// It neither holds nor fails.
    ///
    /// @param reason what there should have been
    record NotMeasured(String reason) implements Verdict {}
  }

  Verdict judge(List<Figure> figures) {
    List<Figure> divisors = new ArrayList<>();
    for (FigureQuery query : against) {
      List<Figure> found = query.in(figures);
      if (found.size() != 1) {
        return notMeasured(query, found);
      }
      divisors.add(found.getFirst());
    }
    List<Figure> found = measured.in(figures);
    return found.size() == 1 ? judge(found.getFirst(), divisors) : notMeasured(measured, found);
  }

  private Verdict judge(Figure figure, List<Figure> divisors) {
    Optional<Spread> spread =
        divisors.isEmpty()
            ? Spread.of(figure.values())
            : greatest(divisors).flatMap(divisor -> Spread.ratio(figure, divisor));
    return spread
        .<Verdict>map(each ->
            direction.holds(each, bound) ? new Verdict.Reached(each) : new Verdict.Missed(each))
        .orElseGet(
            () -> new Verdict.NotMeasured(measured + ": not the same repetitions, or 0 by 0"));
  }

  /// Of each repetition the greatest value: the best of several has to be beaten in each.
  private static Optional<Figure> greatest(List<Figure> figures) {
    Figure first = figures.getFirst();
    int repetitions = first.values().size();
    if (figures.stream().anyMatch(figure -> figure.values().size() != repetitions)) {
      return Optional.empty();
    }
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < repetitions; i++) {
      int repetition = i;
      values.add(
          figures.stream()
              .mapToDouble(figure -> figure.values().get(repetition))
              .reduce(Double.NEGATIVE_INFINITY, Math::max));
    }
    return Optional.of(
        new Figure(
            first.part(),
            first.subject(),
            first.conditions(),
            first.contender(),
            first.metric(),
            first.unit(),
            values));
  }

  /// Two that fit are as bad as none: nobody could say which of them was meant.
  private static Verdict notMeasured(FigureQuery query, List<Figure> found) {
    return new Verdict.NotMeasured(found.isEmpty() ? query.toString() : "more than one: " + query);
  }
}
