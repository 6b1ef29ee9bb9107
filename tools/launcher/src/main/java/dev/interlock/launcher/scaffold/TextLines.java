package dev.interlock.launcher.scaffold;

import dev.interlock.emulator.host.SetupException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The lines of a file, to which others are added at the end of a list or a block. Existing lines
/// stay as they are, comments included.
final class TextLines {
  private final String file;
  private final List<String> lines;

  /// @param file its name, for messages
  TextLines(String file, String text) {
    this.file = file;
    this.lines = new ArrayList<>(text.lines().toList());
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /// The parts of a text in which each part begins with a line `name:` and is indented, by name.
  static Map<String, List<String>> parts(String text) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    List<String> part = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() ? part.isEmpty() : line.startsWith("#")) {
        continue;
      }
      if (indentation(line) == 0 && !line.isBlank()) {
        part = new ArrayList<>();
        parts.put(line.replace(":", ""), part);
      } else {
        part.add(line.isBlank() ? "" : line.substring(2));
      }
    }
    parts
        .values()
        .forEach(each -> {
          while (each.getLast().isEmpty()) {
            each.removeLast();
          }
        });
    return parts;
  }

  /// Adds lines at the end of the block that is found by its lines from the outside in.
  ///
  /// @param indentation that of the lines, relative to the block's first line
  TextLines append(List<String> more, int indentation, String... way) {
    int start = -1;
    int end = lines.size();
    for (String step : way) {
      int from = start + 1;
      start =
          IntStream.range(from, end)
              .filter(i -> begins(lines.get(i).strip(), step))
              .findFirst()
              .orElseThrow(() -> missing(String.join(" ", way)));
      end = end(start);
    }
    insert(end, indented(more, indentation(lines.get(start)) + indentation));
    return this;
  }

  /// Adds lines at the end of every block that begins with this line and mentions that text.
  TextLines appendToAll(List<String> more, int indentation, String first, Pattern mentions) {
    boolean found = false;
    for (int i = 0; i < lines.size(); i++) {
      int end = end(i);
      if (begins(lines.get(i).strip(), first)
          && lines.subList(i, end).stream().anyMatch(each -> mentions.matcher(each).find())) {
        insert(end, indented(more, indentation(lines.get(i)) + indentation));
        found = true;
      }
    }
    if (!found) {
      throw missing(first);
    }
    return this;
  }

  /// Adds lines after the last block whose first line matches.
  TextLines afterLastBlock(List<String> more, Pattern first) {
    insert(end(last(first)), more);
    return this;
  }

  /// Adds lines after the first run of lines that match.
  TextLines afterFirstRun(List<String> more, Pattern pattern) {
    int start =
        IntStream.range(0, lines.size())
            .filter(i -> pattern.matcher(lines.get(i)).find())
            .findFirst()
            .orElseThrow(() -> missing(pattern.pattern()));
    int end = start;
    while (end < lines.size() && pattern.matcher(lines.get(end)).find()) {
      end++;
    }
    insert(end, more);
    return this;
  }

  /// Adds a line before the last one that equals another.
  TextLines beforeLast(List<String> more, String line) {
    insert(last(Pattern.compile("^" + Pattern.quote(line) + "$")), more);
    return this;
  }

  /// Adds an item after the last match, which is the last item of a list in JSON.
  TextLines afterLastItem(String item, Pattern pattern) {
    int last = last(pattern);
    String line = lines.get(last);
    Matcher match = pattern.matcher(line);
    int end = 0;
    while (match.find()) {
      end = match.end();
    }
    lines.set(last, line.substring(0, end) + ",");
    insert(last + 1, List.of(" ".repeat(indentation(line)) + item + line.substring(end)));
    return this;
  }

  private int last(Pattern pattern) {
    return IntStream.range(0, lines.size())
        .filter(i -> pattern.matcher(lines.get(i)).find())
        .max()
        .orElseThrow(() -> missing(pattern.pattern()));
  }

  private SetupException missing(String what) {
    return new SetupException(
        file + ": there is no place for a new function, because it has no " + what);
  }

  private void insert(int at, List<String> more) {
    lines.addAll(at, more);
  }

  private static boolean begins(String text, String key) {
    return text.equals(key) || text.startsWith(key + " ");
  }

  private static List<String> indented(List<String> more, int indentation) {
    return more.stream()
        .map(line -> line.isEmpty() ? line : " ".repeat(indentation) + line)
        .toList();
  }

  /// Where the block that begins at a line ends: after its last line that is indented further.
  private int end(int start) {
    int indentation = indentation(lines.get(start));
    int end = start + 1;
    for (int i = end; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        if (indentation(lines.get(i)) <= indentation) {
          break;
        }
        end = i + 1;
      }
    }
    return end;
  }

  private static int indentation(String line) {
    return line.length() - line.stripLeading().length();
  }
}
