package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every link has a target, and the README links every page.
class LinksTest {

  private static final int README_LINES_MAX = 250;

  static List<Path> pages() throws IOException {
    return MarkdownPage.all().stream().map(MarkdownPage::file).toList();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsToAFileAndAHeading(Path file) throws IOException {
    MarkdownPage page = MarkdownPage.read(file.toString());
    List<String> broken = new ArrayList<>();
    for (String link : page.links()) {
      if (link.startsWith("http")) {
        assertThatCode(() -> new URI(link)).as(link).doesNotThrowAnyException();
      } else if (!leadsSomewhere(page, link)) {
        broken.add(link);
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(MarkdownPage from, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = MarkdownPage.ROOT.resolve(from.file());
    if (!parts[0].isEmpty()) {
      target = target.resolveSibling(parts[0]).normalize();
    }
    if (!target.startsWith(MarkdownPage.ROOT) || !Files.exists(target)) {
      return false;
    }
    return parts.length == 1
        || MarkdownPage.read(MarkdownPage.ROOT.relativize(target).toString())
            .anchors()
            .contains(parts[1]);
  }

  @Test
  void aLinkToNowhereIsNoticed() throws IOException {
    MarkdownPage page = new MarkdownPage(Path.of("docs/x.md"), "");
    assertThat(leadsSomewhere(page, "limits.md#time")).isTrue();
    assertThat(leadsSomewhere(page, "limits.md#tim")).isFalse();
    assertThat(leadsSomewhere(page, "limit.md")).isFalse();
    assertThat(leadsSomewhere(page, "../../elsewhere")).isFalse();
  }

  @Test
  void theReadmeLinksEveryPageOfTheManualOnce() throws IOException {
    List<String> links = MarkdownPage.read("README.md").links();
    try (Stream<Path> docs = Files.list(MarkdownPage.ROOT.resolve("docs"))) {
      Stream<String> pages =
          docs.filter(each -> each.toString().endsWith(".md") || Files.isDirectory(each))
              .map(each -> Files.isDirectory(each) ? each.resolve("README.md") : each)
              .map(each -> MarkdownPage.ROOT.relativize(each).toString());
      assertThat(links)
          .filteredOn(link -> link.startsWith("docs/") && link.endsWith(".md"))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(pages, Stream.of("docs/benchmarks/peers.md")).toList());
    }
  }

  @Test
  void theReadmeIsAFrontDoor() throws IOException {
    assertThat(MarkdownPage.read("README.md").text().lines())
        .hasSizeLessThanOrEqualTo(README_LINES_MAX);
  }
}
