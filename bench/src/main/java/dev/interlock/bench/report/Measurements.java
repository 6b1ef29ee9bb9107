package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The last run of each part.
///
/// @param runs in the order of the page
record Measurements(List<PartRun> runs) {
  static final List<String> ORDER =
      List.of("throughput", "contention", "anomalies", "start", "call", "growth");

  Measurements {
    Map<String, PartRun> last = new TreeMap<>(NaturalOrder.first(ORDER));
    runs.forEach(run -> last.put(run.part(), run));
    runs = List.copyOf(last.values());
  }

  /// Replaces the runs of the same parts, and keeps the others.
  Measurements and(List<PartRun> again) {
    return new Measurements(Stream.concat(runs.stream(), again.stream()).toList());
  }

  List<Figure> figures() {
    return runs.stream().flatMap(run -> run.figures().stream()).toList();
  }
}
