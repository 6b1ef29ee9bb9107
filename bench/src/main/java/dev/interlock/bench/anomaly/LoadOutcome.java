package dev.interlock.bench.anomaly;

/// The result of many concurrent calls.
///
/// @param anomalies found in the rows afterwards
record LoadOutcome(long anomalies, Answers answers) {

  /// What the callers saw.
  ///
  /// @param undecided calls that were neither accepted nor refused
  record Answers(long calls, long accepted, long undecided, long attempts) {

    static final Answers NONE = new Answers(0, 0, 0, 0);

    Answers and(Answers other) {
      return new Answers(
          calls + other.calls,
          accepted + other.accepted,
          undecided + other.undecided,
          attempts + other.attempts);
    }
  }
}
