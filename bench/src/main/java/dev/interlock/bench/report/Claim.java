package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A bound that the benchmark is expected to stay within.
///
/// @param id short, the heading of the note that gives the reason if the claim fails
/// @param title in tables
record Claim(String id, String title, Quantity quantity, Bound bound) {

  /// The outcome of a claim.
  sealed interface Verdict {
    /// It holds.
    record Reached(Spread spread) implements Verdict {}

    /// It fails.
    record Missed(Spread spread) implements Verdict {}

    /// It neither holds nor fails.
    ///
    /// @param reason the figure that is missing or ambiguous
    record NotMeasured(String reason) implements Verdict {}
  }

  Verdict judge(List<Figure> figures) {
    List<Figure> divisors = new ArrayList<>();
    for (FigureQuery query : quantity.divisors()) {
      List<Figure> found = query.in(figures);
      if (found.size() != 1) {
        return notMeasured(query, found);
      }
      divisors.add(found.getFirst());
    }
    List<Figure> found = quantity.figure().in(figures);
    return found.size() == 1
        ? judge(found.getFirst(), divisors)
        : notMeasured(quantity.figure(), found);
  }

  private Verdict judge(Figure figure, List<Figure> divisors) {
    Optional<Spread> spread =
        divisors.isEmpty()
            ? Spread.of(figure.values())
            : greatest(divisors).flatMap(divisor -> Spread.ratio(figure, divisor));
    return spread
        .<Verdict>map(
            each -> bound.holds(each) ? new Verdict.Reached(each) : new Verdict.Missed(each))
        .orElseGet(() ->
            new Verdict.NotMeasured(
                quantity.figure() + ": different numbers of repetitions, or 0 divided by 0"));
  }

  /// The greatest value of each repetition.
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

  /// Two matches are as useless as none: either could be meant.
  private static Verdict notMeasured(FigureQuery query, List<Figure> found) {
    return new Verdict.NotMeasured(found.isEmpty() ? query.toString() : "more than one: " + query);
  }
}
