package dev.interlock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Handwritten notes for the page, in a file that no run touches. The heading of a section is the
/// id of a claim, which shows the section while the claim fails, or the name of a part, which shows
/// it above the part's tables.
final class Notes {
  static final String FILE = "notes.md";
  private static final String HEADING = "## ";

  private final Map<String, String> sections;

  private Notes(Map<String, String> sections) {
    this.sections = sections;
  }

  /// Reads the notes; none if there is no such file.
  static Notes in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return new Notes(Files.exists(file) ? sections(Files.readString(file)) : Map.of());
  }

  Optional<String> of(String heading) {
    return Optional.ofNullable(sections.get(heading)).filter(text -> !text.isEmpty());
  }

  Map<String, String> sections() {
    return sections;
  }

  private static Map<String, String> sections(String text) {
    Map<String, StringBuilder> found = new LinkedHashMap<>();
    // Text before the first heading is for the authors of the file.
    StringBuilder section = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith(HEADING)) {
        section = new StringBuilder();
        found.put(line.substring(HEADING.length()).strip(), section);
      } else {
        section.append(line).append('\n');
      }
    }
    Map<String, String> sections = new LinkedHashMap<>();
    found.forEach((heading, lines) -> sections.put(heading, lines.toString().strip()));
    return sections;
  }
}
