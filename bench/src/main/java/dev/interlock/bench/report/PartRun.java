package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One part of the benchmark as it was run: what was measured, when, by which command and on what.
/// Parts can be run on their own, so each remembers that for itself.
///
/// @param command as whoever repeats it types it
/// @param surroundings versions, machine and settings by name, in the order in which they are shown
public record PartRun(
    String part,
    Instant begun,
    String command,
    Map<String, String> surroundings,
    List<Figure> figures) {
  public PartRun {
    surroundings = Collections.unmodifiableMap(new LinkedHashMap<>(surroundings));
    figures = List.copyOf(figures);
    for (Figure figure : figures) {
      if (!figure.part().equals(part)) {
        throw new IllegalArgumentException(figure.part() + " measured in a run of " + part);
      }
    }
  }
}
