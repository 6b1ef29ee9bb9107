package dev.interlock.bench.contender;

/// What came of an order.
public enum Result {
  /// It was carried out, or had been under the same key.
  ACCEPTED,
  /// Its rules forbid it; nothing was written of it.
  REFUSED,
  /// Every attempt met another's.
  CONTENTION,
  /// Anything else: nothing that a measurement may contain.
  FAILED
}
