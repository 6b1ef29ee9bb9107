package dev.interlock.bench.part;

/// How much is measured.
public enum Scale {
  /// Minutes: shows that everything runs. The figures mean nothing.
  QUICK,
  /// Enough repetitions to judge the claims.
  FULL
}
