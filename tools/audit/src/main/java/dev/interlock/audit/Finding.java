package dev.interlock.audit;

import java.util.List;

/// What one invariant's check saw: rows it speaks of, how many break it, and the first of those.
public record Finding(String invariant, long examined, long offences, List<String> offendersShown) {

  public Finding {
    offendersShown = List.copyOf(offendersShown);
  }

  /// Whether any row breaks it.
  public boolean broken() {
    return offences > 0;
  }
}
