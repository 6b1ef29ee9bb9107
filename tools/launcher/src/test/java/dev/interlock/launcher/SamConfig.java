package dev.interlock.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of `samconfig.toml` that concerns functions in containers.
///
/// @param sections each with its values by name; a single text is a list of one
record SamConfig(Map<String, Map<String, List<String>>> sections) {
  private static final Pattern SECTION = Pattern.compile("^\\[(.+)]$");
  private static final Pattern VALUE = Pattern.compile("^(\\w+) = (.+)$");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

  static SamConfig read(Path file) throws IOException {
    Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
    Map<String, List<String>> current = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      Matcher section = SECTION.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (section.matches()) {
        current = new LinkedHashMap<>();
        sections.put(section.group(1), current);
      } else if (value.matches()) {
        current.put(value.group(1), texts(value.group(2)));
      }
    }
    return new SamConfig(sections);
  }

  private static List<String> texts(String value) {
    Matcher matcher = TEXT.matcher(value);
    return matcher.results().map((MatchResult text) -> text.group(1)).toList();
  }

  /// The sections of `sam local` commands, by name.
  Map<String, Map<String, List<String>>> local() {
    Map<String, Map<String, List<String>>> local = new LinkedHashMap<>(sections);
    local.keySet().removeIf(name -> !name.contains(".local_"));
    return local;
  }
}
