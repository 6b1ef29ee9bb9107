package dev.interlock.audit;

import java.util.Set;

/// A change to [ValidHistory#SMALL] that breaks one invariant, and the others that it inevitably
/// breaks.
record Tampering(String invariant, String sql, Set<String> brokenAsWell) {

  @Override
  public String toString() {
    return invariant + ": " + sql.strip().lines().findFirst().orElseThrow();
  }

  static Tampering of(String invariant, String sql, String... brokenAsWell) {
    return new Tampering(invariant, sql, Set.of(brokenAsWell));
  }
}
