package dev.interlock.audit;

import java.util.List;

/// The result of checking one invariant: how many rows it applies to, how many of them break it,
/// and the first of those.
///
/// @param id of the invariant, which remains when its wording changes
public record Finding(
    String id, String invariant, long examined, long offences, List<String> offendersShown) {

  public Finding {
    offendersShown = List.copyOf(offendersShown);
  }

  /// Whether any row breaks it.
  public boolean broken() {
    return offences > 0;
  }
}
