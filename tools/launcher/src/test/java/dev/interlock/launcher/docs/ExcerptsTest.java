package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The code in "Write your own" is quoted from the examples.
class ExcerptsTest {

  @Test
  void eachExcerptIsInAnExample() throws IOException {
    List<String> sources =
        MarkdownPage.files()
            .filter(file -> file.startsWith("examples"))
            .map(ExcerptsTest::read)
            .toList();
    List<MarkdownPage.Block> excerpts =
        MarkdownPage.read("docs/write-your-own.md").blocks().stream()
            .filter(block -> List.of("java", "sql").contains(block.language()))
            .toList();

    assertThat(excerpts).isNotEmpty();
    for (MarkdownPage.Block excerpt : excerpts) {
      assertThat(sources)
          .as(excerpt.text())
          .anyMatch(source -> source.contains("\n" + excerpt.text()));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(MarkdownPage.ROOT.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
