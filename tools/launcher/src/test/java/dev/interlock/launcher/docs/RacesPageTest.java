package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.races.ForcedRace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/races.md shows what `./interlock race` prints. After the row is released, the order of two
/// callers' steps varies, so each caller's steps are compared by themselves.
class RacesPageTest {
  private static final String DIVIDER = " | ";

  @TempDir Path folder;

  @Test
  void everyRaceEndsAsThePageShows() throws Exception {
    String output = output();
    String page = MarkdownPage.read("docs/races.md").text();
    for (ForcedRace race : ForcedRace.values()) {
      Matcher shown =
          Pattern.compile(
                  "```sh\\n\\./interlock race " + race.title() + "\\n```\\n\\n```text\\n(.*?)```",
                  Pattern.DOTALL)
              .matcher(page);
      assertThat(shown.find()).as("timeline of " + race.title()).isTrue();
      String title = shown.group(1).lines().findFirst().orElseThrow();
      assertThat(normalized(shown.group(1))).isEqualTo(normalized(section(output, title)));
    }
    String table = MarkdownPage.read("docs/races.md").section("## All of them");
    assertThat(output).contains(textBlock(table));
  }

  private String output() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process race =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dinterlock.root=" + MarkdownPage.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.interlock.launcher.Interlock",
                "race")
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(race.waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(race.exitValue()).isZero();
      return Files.readString(out);
    } finally {
      race.destroy();
    }
  }

  private static String textBlock(String section) {
    Matcher block = Pattern.compile("```text\\n(.*?)```", Pattern.DOTALL).matcher(section);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  /// From a title to the end of the endings, which are the second paragraph below it.
  private static String section(String output, String title) {
    int start = ("\n" + output).indexOf("\n" + title + "\n");
    assertThat(start).as(title).isNotNegative();
    List<String> paragraphs = List.of(output.substring(start).split("\n\n", 4));
    return String.join("\n\n", paragraphs.subList(0, 3)) + "\n";
  }

  /// The lines outside the timeline, and the steps of each caller in each column.
  private static Map<String, List<String>> normalized(String text) {
    Map<String, List<String>> lines = new TreeMap<>();
    for (String line : text.strip().lines().toList()) {
      int divider = line.indexOf(DIVIDER.stripTrailing(), 50);
      if (divider < 0) {
        lines.computeIfAbsent("", _ -> new ArrayList<>()).add(line);
        continue;
      }
      add("left", line.substring(0, divider).stripTrailing(), lines);
      add("right", line.substring(Math.min(line.length(), divider + 3)), lines);
    }
    return lines;
  }

  private static void add(String column, String step, Map<String, List<String>> lines) {
    if (step.startsWith("   ")) {
      // Belongs to the step before, whoever's it is.
      lines.computeIfAbsent(column + " wrapped", _ -> new ArrayList<>()).add(step);
    } else if (!step.isEmpty()) {
      lines.computeIfAbsent(column + " " + step.charAt(0), _ -> new ArrayList<>()).add(step);
    }
  }
}
