package dev.interlock.emulator.replay;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collection;

/// Prints the outcome of each event as it arrives, one line per event and difference.
final class OutcomeTable {
  private final Path folder;
  private final String row;
  private final PrintStream out;
  private int events;
  private int different;

  /// @param folder the names of its events are printed relative to it, and those of events
  ///   elsewhere in the project relative to the project
  OutcomeTable(Path folder, Collection<Path> events, PrintStream out) {
    this.folder = folder;
    this.out = out;
    int width = events.stream().mapToInt(event -> name(event).length()).max().orElse(0);
    this.row = "%-" + Math.max(width, 1) + "s  %-6s  %s%n";
    out.printf(row, "event", "status", "answer");
  }

  void add(Path event, Outcome outcome) {
    events++;
    String status = outcome.status() == null ? "-" : outcome.status().toString();
    if (outcome.matched()) {
      out.printf(row, name(event), status, "ok");
      return;
    }
    different++;
    out.printf(row, name(event), status, outcome.differences().getFirst());
    outcome.differences().stream().skip(1).forEach(more -> out.printf(row, "", "", more));
  }

  /// Prints the totals, and returns whether every answer matched.
  boolean finish() {
    out.printf(
        "%d events, %d as the contract says, %d not%n", events, events - different, different);
    return different == 0;
  }

  private String name(Path event) {
    Path near = event.startsWith(folder) ? folder : folder.resolveSibling("");
    return (event.startsWith(near) ? near.relativize(event) : event).toString();
  }
}
