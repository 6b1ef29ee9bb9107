package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The values of one thing over the repetitions: all that may be said of them is their median, and
/// how far they lie apart.
///
/// @param sorted from the least to the most; at least one, each of them a number
record Spread(List<Double> sorted) {
  Spread {
    if (sorted.isEmpty() || sorted.stream().anyMatch(value -> value.isNaN())) {
      throw new IllegalArgumentException("no spread of " + sorted);
    }
    sorted = sorted.stream().sorted().toList();
  }

  /// Empty if there is a repetition that came to no number.
  static Optional<Spread> of(List<Double> values) {
    return values.isEmpty() || values.stream().anyMatch(value -> value.isNaN())
        ? Optional.empty()
        : Optional.of(new Spread(values));
  }

  /// How many times the other's figure one's own is, repetition by repetition: the n-th of both
  /// were measured side by side, and nothing else was. Empty if they do not come in pairs, or 0
  /// came of both.
  static Optional<Spread> ratio(Figure of, Figure to) {
    return of.values().size() == to.values().size()
        ? of(ratios(of.values(), to.values()))
        : Optional.empty();
  }

  private static List<Double> ratios(List<Double> of, List<Double> to) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      ratios.add(of.get(i) / to.get(i));
    }
    return ratios;
  }

  double median() {
    return Figure.median(sorted);
  }

  double least() {
    return sorted.getFirst();
  }

  double most() {
    return sorted.getLast();
  }

  double sum() {
    return sorted.stream().mapToDouble(Double::doubleValue).sum();
  }
}
