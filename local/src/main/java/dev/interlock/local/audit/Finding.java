package dev.interlock.local.audit;

import java.util.List;

/// What one invariant's check saw: rows it speaks of, how many break it, and the first of those.
record Finding(String invariant, long examined, long offences, List<String> offendersShown) {

  Finding {
    offendersShown = List.copyOf(offendersShown);
  }

  boolean broken() {
    return offences > 0;
  }
}
