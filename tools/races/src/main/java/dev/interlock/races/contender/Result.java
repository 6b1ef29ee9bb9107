package dev.interlock.races.contender;

/// The result of an order.
public enum Result {
  /// Carried out, by this call or by an earlier one with the same key.
  ACCEPTED,
  /// Refused by the rules; nothing was written.
  REFUSED,
  /// Conflicts used up all attempts; nothing was written.
  CONTENTION,
  /// Anything else: the order may have been carried out.
  FAILED
}
