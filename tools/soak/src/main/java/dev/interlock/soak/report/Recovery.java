package dev.interlock.soak.report;

import dev.interlock.soak.Fault;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// The time from each fault of a kind until the first success after it.
final class Recovery {
  private final Histogram micros = Latencies.histogram();
  private long never;

  static Recovery in(Map<Fault, Recovery> recoveries, Fault fault) {
    return recoveries.computeIfAbsent(fault, kind -> new Recovery());
  }

  /// @param recoveredAt `Long.MAX_VALUE` if nothing succeeded after it
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

  /// The number of faults without a later success in the history: those of the last moments.
  long never() {
    return never;
  }
}
