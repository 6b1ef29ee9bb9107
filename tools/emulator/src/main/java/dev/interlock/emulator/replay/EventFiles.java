package dev.interlock.emulator.replay;

import dev.interlock.emulator.host.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which events a path means: the event itself, the one an answer lies beside, or all in a folder.
final class EventFiles {
  private static final String EVENT = ".json";
  private static final String ANSWER = ".answer.json";

  private EventFiles() {}

  /// The events, each once, by name. One that only has an answer is among them: that it is missing
  /// is for the replay to tell.
  static SortedSet<Path> in(List<Path> paths) throws IOException {
    SortedSet<Path> events = new TreeSet<>();
    for (Path path : paths) {
      List<Path> found = in(path);
      if (found.isEmpty()) {
        throw new SetupException("no event at " + path);
      }
      events.addAll(found);
    }
    return events;
  }

  private static List<Path> in(Path path) throws IOException {
    try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.empty()) {
      return files
          .filter(file -> file.toString().endsWith(EVENT) && Files.isRegularFile(file))
          .map(file -> file.toAbsolutePath().normalize())
          .map(EventFiles::event)
          .toList();
    }
  }

  private static Path event(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ANSWER)
        ? file.resolveSibling(name.substring(0, name.length() - ANSWER.length()) + EVENT)
        : file;
  }

  /// Where the answer to an event has to be.
  static Path answer(Path event) {
    String name = event.getFileName().toString();
    return event.resolveSibling(name.substring(0, name.length() - EVENT.length()) + ANSWER);
  }
}
