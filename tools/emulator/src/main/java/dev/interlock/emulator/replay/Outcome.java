package dev.interlock.emulator.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result of one event: the status of its answer, if any, and the differences.
record Outcome(@Nullable Integer status, List<String> differences) {

  static Outcome failed(String difference) {
    return new Outcome(null, List.of(difference));
  }

  boolean matched() {
    return differences.isEmpty();
  }
}
