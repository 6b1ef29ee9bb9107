package dev.interlock.bench;

/// How much is measured.
public enum Scale {
  /// Seconds: shows that everything runs. Its figures mean nothing.
  QUICK,
  /// As much as claims need.
  FULL
}
