package dev.interlock.bench.report;

/// The limit that a claim sets for a quantity.
///
/// @param unit of the value; empty for a ratio or a count
record Bound(Direction direction, double value, String unit) {

  /// On which side of the bound the quantity must be.
  enum Direction {
    AT_LEAST("at least"),
    AT_MOST("at most"),
    /// In every repetition, whereas the others look at the median: repetitions without a fault do
    /// not make up for one that has it.
    NEVER_ABOVE("never above");

    private final String words;

    Direction(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  static Bound atLeast(double value) {
    return new Bound(Direction.AT_LEAST, value, "");
  }

  static Bound atMost(double value, String unit) {
    return new Bound(Direction.AT_MOST, value, unit);
  }

  static Bound neverAbove(double value) {
    return new Bound(Direction.NEVER_ABOVE, value, "");
  }

  boolean holds(Spread spread) {
    double deciding = deciding(spread);
    return direction == Direction.AT_LEAST ? deciding >= value : deciding <= value;
  }

  /// The value that is compared with the bound.
  double deciding(Spread spread) {
    return direction == Direction.NEVER_ABOVE ? spread.most() : spread.median();
  }
}
