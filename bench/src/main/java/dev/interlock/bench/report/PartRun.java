package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One run of a part. Parts can be run on their own, so each records when, how and on which
/// machine.
///
/// @param command repeats the run
/// @param surroundings versions, machine and settings by name, in display order
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
