package dev.interlock.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Markdown file of the repository, as a reader of GitHub sees it.
///
/// @param file relative to the repository's root
record MarkdownPage(Path file, String text) {

  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*)$", Pattern.MULTILINE);
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\"></a>");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Set<String> NOT_THE_REPOSITORYS =
      Set.of(".git", ".interlock", "target", "node_modules");

  /// A fenced block: its language, and its lines without the fence.
  record Block(String language, String text, int end) {}

  static MarkdownPage read(String file) throws IOException {
    return new MarkdownPage(Path.of(file), Files.readString(ROOT.resolve(file)));
  }

  /// Every page of the repository, the README first.
  static List<MarkdownPage> all() throws IOException {
    List<MarkdownPage> pages = new ArrayList<>();
    for (Path file : files().filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
      pages.add(new MarkdownPage(file, Files.readString(ROOT.resolve(file))));
    }
    pages.sort((a, b) -> Boolean.compare(b.isReadme(), a.isReadme()));
    return pages;
  }

  /// Every file of the repository except build results, relative to its root.
  static Stream<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    collect(ROOT, files);
    return files.stream();
  }

  private static void collect(Path folder, List<Path> files) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (!Files.isDirectory(child)) {
          files.add(ROOT.relativize(child));
        } else if (!NOT_THE_REPOSITORYS.contains(child.getFileName().toString())) {
          collect(child, files);
        }
      }
    }
  }

  private boolean isReadme() {
    return file.equals(Path.of("README.md"));
  }

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(text);
    while (fence.find()) {
      blocks.add(new Block(fence.group(1), fence.group(2), fence.end()));
    }
    return blocks;
  }

  /// The text without its fenced blocks.
  String prose() {
    return FENCE.matcher(text).replaceAll("");
  }

  /// The targets of all links and images.
  List<String> links() {
    return LINK.matcher(prose()).results().map(link -> link.group(1)).toList();
  }

  /// The anchors that GitHub gives the headings, and those that the page sets itself.
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    ANCHOR.matcher(prose()).results().forEach(anchor -> anchors.add(anchor.group(1)));
    for (MatchResult heading : HEADING.matcher(prose()).results().toList()) {
      String anchor = anchor(heading.group(1));
      String distinct = anchor;
      for (int next = 1; !anchors.add(distinct); next++) {
        distinct = anchor + "-" + next;
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    return heading
        .strip()
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /// The section below a heading, to the next heading of the same level or a higher one.
  String section(String heading) {
    int start = text.indexOf("\n" + heading + "\n");
    if (start < 0) {
      throw new AssertionError(file + " has no heading " + heading);
    }
    int level = heading.indexOf(' ');
    String rest = text.substring(start + heading.length() + 2);
    Matcher next = Pattern.compile("^#{1," + level + "} ", Pattern.MULTILINE).matcher(rest);
    return next.find() ? rest.substring(0, next.start()) : rest;
  }

  /// The cells of every table row in a text, without the separator lines.
  static List<List<String>> rows(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith("|") && !line.matches("[|: -]+"))
        .map(line -> List.of(line.substring(1).split("\\|", -1)))
        .map(cells -> cells.subList(0, cells.size() - 1).stream().map(String::strip).toList())
        .toList();
  }

  /// The rows without the head.
  static List<List<String>> body(String text) {
    List<List<String>> rows = rows(text);
    return rows.subList(1, rows.size());
  }

  /// A text joined into one line.
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
