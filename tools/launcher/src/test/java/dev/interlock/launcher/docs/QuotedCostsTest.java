package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The costs of the guarantees in docs/decisions.md are the figures of the benchmark.
class QuotedCostsTest {

  /// Compares the figures with the page of benchmarks, which another test compares with the
  /// measured ones. The rest of the text must not contain digits.
  @Test
  void theCostsAreMeasured() throws IOException {
    String section =
        MarkdownPage.oneLine(
            MarkdownPage.read("docs/decisions.md").section("## What the guarantees cost"));
    int begin = section.indexOf("In short,");
    String left = section.substring(begin);
    for (String quoted : costs()) {
      assertThat(left).contains(quoted);
      left = left.replace(quoted, "");
    }
    assertThat(left.replace("with 16 connections", "").replace("1 ms each way", ""))
        .doesNotContainPattern("[0-9]");
  }

  private static List<String> costs() throws IOException {
    String pooled = claim("transfers, 10,000 accounts, 16 connections, against (b)");
    String pooled100 = claim("transfers, 100 accounts, 16 connections, against (b)");
    String bare =
        claim("transfers, 10,000 accounts, 16 connections, against (e) called directly, the limit");
    String handled =
        claim("transfers, 10,000 accounts, 16 connections, against (e) behind the same handler");
    String statements =
        claim("transfers, 10,000 accounts, 16 connections, 1 ms each way, against (d)");
    String start = claim("start of permission-change, CPU to the first answer, against Powertools");
    String rows = claim("transfers, 10^7 rows against 10^3");
    List<String> powertools = BenchmarkFigures.startsAgainst("powertools");
    List<String> spring = BenchmarkFigures.startsAgainst("spring-boot");
    return List.of(
        "| 10,000 accounts | 100 | 2, both ways |",
        "| %s | %s | %s |"
            .formatted(
                pooled,
                pooled100,
                claim("transfers, 2 accounts in both directions, 16 connections, against (b)")),
        "| %s | | |".formatted(handled),
        "| %s | | |".formatted(bare),
        "1 ms each way | %s | | |".formatted(statements),
        "Over 2 accounts",
        "64 connections carry %s of the best of 1 to 16"
            .formatted(
                claim(
                    "transfers to one hot destination, 64 connections against the best of 1 to"
                        + " 16")),
        "%s to %s of the processor time".formatted(powertools.getFirst(), powertools.getLast()),
        "%s to %s of Spring Boot's".formatted(spring.getFirst(), spring.getLast()),
        "%s and %s besides the database"
            .formatted(
                claim("transfer, work besides the database, p50"),
                claim("transfer, memory allocated per call")),
        "(%s, where 0.45 is claimed)".formatted(start),
        "10,000 accounts (%s of 1.00) and 100 (%s of 1.50)".formatted(pooled, pooled100),
        "called directly (%s of 0.90)".formatted(bare),
        "(%s of 10)".formatted(statements),
        "(%s of 0.80)".formatted(rows));
  }

  /// The measured value of a claim, from the page of benchmarks.
  private static String claim(String name) throws IOException {
    String claims = MarkdownPage.read("docs/benchmarks/README.md").section("## Claims");
    return MarkdownPage.rows(claims).stream()
        .filter(row -> row.getFirst().equals(name))
        .map(row -> row.get(2))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no claim " + name));
  }
}
