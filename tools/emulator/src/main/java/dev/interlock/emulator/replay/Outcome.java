package dev.interlock.emulator.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of one event: the status it got, if it got any, and in what the answer differs.
record Outcome(@Nullable Integer status, List<String> differences) {

  static Outcome failed(String difference) {
    return new Outcome(null, List.of(difference));
  }

  boolean matched() {
    return differences.isEmpty();
  }
}
