package dev.interlock.bench.contender;

/// The three writes.
public enum Operation {
  TRANSFER,
  DECREMENT,
  CHANGE
}
