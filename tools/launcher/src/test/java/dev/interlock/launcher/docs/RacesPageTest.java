package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.races.ForcedRace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// docs/races.md shows what `./interlock race` prints.
class RacesPageTest {
  @TempDir Path folder;

  @Test
  void everyRaceRunsAsThePageShows() throws Exception {
    String output = output();
    MarkdownPage page = MarkdownPage.read("docs/races.md");
    for (ForcedRace race : ForcedRace.values()) {
      assertThat(output).contains(below("```sh\n./interlock race " + race.title() + "\n```", page));
    }
    assertThat(output).endsWith(below("## All of them", page));
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

  /// The first block of text below a line.
  private static String below(String line, MarkdownPage page) {
    int start = page.text().indexOf(line + "\n");
    assertThat(start).as(line).isNotNegative();
    return page.blocks().stream()
        .filter(block -> block.language().equals("text"))
        .filter(block -> block.end() > start + line.length() + block.text().length())
        .findFirst()
        .orElseThrow()
        .text();
  }
}
