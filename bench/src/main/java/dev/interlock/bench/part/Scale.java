package dev.interlock.bench.part;

/// How much is measured.
public enum Scale {
  /// Seconds: shows that everything runs. Its figures mean nothing.
  QUICK,
  /// As much as claims need.
  FULL
}
