package dev.interlock.soak.report;

import dev.interlock.soak.Fault;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// How long it took, after each fault of a kind, until something succeeded again.
final class Recovery {
  private final Histogram micros = Latencies.histogram();
  private long never;

  static Recovery in(Map<Fault, Recovery> recoveries, Fault fault) {
    return recoveries.computeIfAbsent(fault, kind -> new Recovery());
  }

  /// @param recoveredAt the largest number where nothing succeeded any more
  void add(long at, long recoveredAt) {
    if (recoveredAt == Long.MAX_VALUE) {
      never++;
    } else {
      Latencies.record(micros, Micros.between(at, recoveredAt));
    }
  }

  Histogram micros() {
    return micros;
  }

  /// Faults after which the history has no success: those of the last moments.
  long never() {
    return never;
  }
}
