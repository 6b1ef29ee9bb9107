package dev.interlock.audit;

import dev.interlock.audit.seal.SealComparison;
import java.util.List;

/// The result of checking one invariant: how many rows it applies to, how many of them break it,
/// and the first of those.
///
/// @param id of the invariant, which remains when its wording changes
/// @param obstacle why it could not be checked; empty when it was
public record Finding(
    String id,
    String invariant,
    long examined,
    long offences,
    List<String> offendersShown,
    String obstacle) {

  public Finding {
    offendersShown = List.copyOf(offendersShown);
  }

  /// The result of a check that was made.
  public Finding(
      String id, String invariant, long examined, long offences, List<String> offendersShown) {
    this(id, invariant, examined, offences, offendersShown, "");
  }

  static Finding unchecked(Invariant invariant, String obstacle) {
    return new Finding(invariant.id(), invariant.name(), 0, 0, List.of(), obstacle);
  }

  static Finding of(SealComparison comparison) {
    List<String> differences = comparison.differences();
    return new Finding(
        comparison.id(),
        comparison.invariant(),
        comparison.rows(),
        differences.size(),
        differences.stream().limit(Audit.ROWS_SHOWN_MAX).toList());
  }

  /// Whether any row breaks it.
  public boolean broken() {
    return offences > 0;
  }

  /// Whether it could be checked.
  public boolean checked() {
    return obstacle.isEmpty();
  }
}
