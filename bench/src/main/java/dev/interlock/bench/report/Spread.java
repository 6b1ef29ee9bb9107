package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The values of all repetitions: their median, minimum and maximum.
///
/// @param sorted ascending; at least one, none of them NaN
record Spread(List<Double> sorted) {
  Spread {
    if (sorted.isEmpty() || sorted.stream().anyMatch(value -> value.isNaN())) {
      throw new IllegalArgumentException("no spread of " + sorted);
    }
    sorted = sorted.stream().sorted().toList();
  }

  /// Empty if a repetition has no value.
  static Optional<Spread> of(List<Double> values) {
    return values.isEmpty() || values.stream().anyMatch(value -> value.isNaN())
        ? Optional.empty()
        : Optional.of(new Spread(values));
  }

  /// The ratios of two figures, repetition by repetition, because only the n-th values of both were
  /// measured side by side. Empty if the numbers of repetitions differ, or both values are 0.
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
