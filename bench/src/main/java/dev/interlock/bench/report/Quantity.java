package dev.interlock.bench.report;

import java.util.List;

/// A figure, or its ratio to other figures of the same repetitions.
///
/// @param divisors the figures to divide by: in each repetition the greatest of them; empty for the
///   figure itself
record Quantity(FigureQuery figure, List<FigureQuery> divisors) {

  boolean isRatio() {
    return !divisors.isEmpty();
  }
}
