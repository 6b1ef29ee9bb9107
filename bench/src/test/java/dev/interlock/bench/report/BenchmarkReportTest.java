package dev.interlock.bench.report;

import static dev.interlock.bench.report.Measured.each;
import static dev.interlock.bench.report.Measured.figure;
import static dev.interlock.bench.report.Measured.transfers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.bench.part.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkReportTest {
  @TempDir private Path folder;

  @Test
  void aCellHasMedianAndSpreadAndTheRatioOfRepetitions() throws IOException {
    write("throughput", at16("interlock", 30, 10, 20), at16("updates-pooled", 10, 10, 8));

    assertThat(page())
        .contains("| accounts | connections | delay | interlock | updates-pooled |")
        .contains("| 10,000 | 16 | 0 ms | 20 (10–30) | 10 (8–10)<br>×2.50 (1.00–3.00) |");
  }

  @Test
  void aMissedClaimIsExplainedOrSaysThatTheReasonIsUnknown() throws IOException {
    Claim claim = claim("pooled-2");
    Figure[] missed = Measured.thatCameTo(claim, 2, 3, 4).toArray(Figure[]::new);

    String table = write("throughput", missed);

    assertThat(table)
        .containsPattern("2 accounts in both.* 8\\.00 +3\\.00 +2\\.00 to 4\\.00 of 3  not reached");
    assertThat(page())
        .contains("| at least 8.00 | 3.00 | 2.00 to 4.00 of 3 | **not reached** |")
        .contains("**Not reached: " + claim.title() + ".**\nThe reason is not known yet.");

    Files.writeString(folder.resolve("notes.md"), "For whom it is.\n\n## pooled-2\n\nLocks.\n");
    BenchmarkReport.write(folder, List.of());

    assertThat(page())
        .contains("**Not reached: " + claim.title() + ".**\nLocks.\n")
        .doesNotContain("For whom", "not known yet");
  }

  /// An explanation of a claim that holds would only confuse.
  @Test
  void aReachedClaimIsNotExplained() throws IOException {
    Files.writeString(folder.resolve("notes.md"), "## pooled-2\n\nLocks.\n");

    write("throughput", Measured.thatCameTo(claim("pooled-2"), 9).toArray(Figure[]::new));

    assertThat(page()).contains("| at least 8.00 | 9.00 | 9.00 to 9.00 of 1 | reached |");
    assertThat(page()).doesNotContain("Locks.");
  }

  @Test
  void withoutFiguresNoClaimIsReached() throws IOException {
    String table = BenchmarkReport.write(folder, List.of());

    assertThat(table.lines().skip(1))
        .hasSize(Claims.ALL.size())
        .allMatch(line -> line.endsWith("not measured"));
    assertThat(page()).contains("| not measured |").doesNotContain("| reached |");
  }

  @Test
  void aPartReplacesOnlyItsOwnFigures() throws IOException {
    write("throughput", at16("interlock", 1_111));
    write("start", start("cpu", 2_222));
    BenchmarkReport.write(
        folder,
        List.of(
            new PartRun(
                "start",
                Measured.BEGUN.plusSeconds(86_400),
                "./interlock bench --only start",
                Map.of("JDK", "26"),
                List.of(start("cpu", 3_333)))));

    assertThat(page())
        .contains("1,111", "3,333", "2026-01-02 03:04 UTC", "2026-01-03 03:04 UTC")
        .contains("## Machine and versions: throughput\n", "## Machine and versions: start\n")
        .doesNotContain("2,222");
    assertThat(page().indexOf("1,111")).isLessThan(page().indexOf("3,333"));
  }

  @Test
  void rewritingKeepsEveryValueAndByte() throws IOException {
    List<Figure> figures = new ArrayList<>(curves());
    figures.add(at16("updates", 0.125, 3, Double.NaN));
    write("throughput", figures.toArray(Figure[]::new));
    write("start", start("cpu", 1), start("wall", 2));
    Map<String, String> once = written();

    assertThat(FiguresFile.read(folder).figures()).startsWith(figures.toArray(Figure[]::new));
    BenchmarkReport.write(folder, List.of());

    assertThat(written()).isEqualTo(once);
  }

  @Test
  void everyPlotIsDrawnAndLinked() throws IOException {
    write("throughput", curves().toArray(Figure[]::new));
    write("start", start("cpu", 300), start("wall", 500));

    List<String> plots = written().keySet().stream().filter(each -> each.endsWith(".svg")).toList();

    assertThat(plots)
        .containsExactly(
            "start-cpu.svg",
            "start-wall.svg",
            "throughput-transfer-calls-per-second-by-connections-delay-0-ms.svg");
    for (String plot : plots) {
      assertThat(page()).contains("](" + plot + ")");
      assertThat(Files.readString(folder.resolve(plot))).contains("<text", ">interlock<");
    }
  }

  @Test
  void onlyOldPlotsOfTheReportAreDeleted() throws IOException {
    Files.writeString(folder.resolve("mine.svg"), "<svg/>");
    Files.writeString(folder.resolve("growth-of-last-time.svg"), "<svg/>");

    BenchmarkReport.write(folder, List.of());

    assertThat(folder.resolve("mine.svg")).exists();
    assertThat(folder.resolve("growth-of-last-time.svg")).doesNotExist();
  }

  @Test
  void anomaliesAreSummedSinceAMedianWouldHideThem() throws IOException {
    write("anomalies", lost("interlock", 0, 0, 0), lost("read-modify-write", 0, 0, 7));

    assertThat(page())
        .contains("| | rounds | interlock | read-modify-write |".replace("| | ", "|  | "))
        .contains("| lost updates | 300 | 0 | **7** |");
  }

  @Test
  void attemptsUnderLoadAreShownBesideTheCounts() throws IOException {
    write("anomalies", lost("interlock", 0), attempts("interlock", 1.5), attempts("updates", 3));

    assertThat(page())
        .contains("| lost updates | 300 | 0 |")
        .contains("attempts per call:\n\n| calls under load | interlock | updates |")
        .contains("| lost updates | 1.50 | 3<br>×0.50 |");
  }

  /// The figure with a delay is not a point of the curve without: both have one connection, and a
  /// slope between them would divide by zero.
  @Test
  void kneeOfACurveIsFoundAmongPointsWithTheSameDelay() throws IOException {
    Figure delayed =
        figure(
            "growth",
            "transfer",
            "interlock",
            "calls per second",
            "1/s",
            each(10),
            "connections",
            "1",
            "delay",
            "1 ms");
    write(
        "growth",
        growth("1", 100),
        growth("2", 200),
        growth("4", 400),
        growth("8", 440),
        growth("16", 484),
        delayed);

    assertThat(page())
        .contains(
            "by connections: the knee is at 4. Up to it, each doubling multiplies calls per second"
                + " by 2.00, beyond it by 1.10");
  }

  @Test
  void aForeignFileIsNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("figures.json"), "{\"figures\": []}");

    assertThatThrownBy(() -> write("throughput", at16("interlock", 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("figures.json");
    assertThat(folder.resolve("figures.json")).hasContent("{\"figures\": []}");
  }

  private String write(String part, Figure... figures) throws IOException {
    return BenchmarkReport.write(folder, List.of(Measured.run(part, List.of(figures))));
  }

  private static Claim claim(String id) {
    return Claims.ALL.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static Figure at16(String contender, double... values) {
    return transfers(contender, values, "accounts", "10,000", "connections", "16", "delay", "0 ms");
  }

  private static List<Figure> curves() {
    return List.of(
        at16("interlock", 900, 1_000),
        transfers(
            "interlock", each(300, 310), "accounts", "10,000", "connections", "1", "delay", "0 ms"),
        at16("function", 950, 1_100));
  }

  private static Figure start(String metric, double value) {
    return figure("start", "transfer", "interlock", metric, "ms", each(value), "AOT cache", "no");
  }

  private static Figure lost(String contender, double... values) {
    return figure("anomalies", "lost updates", contender, "anomalies", "", values, "rounds", "300");
  }

  private static Figure attempts(String contender, double attempts) {
    return figure(
        "anomalies",
        "attempts",
        contender,
        "attempts per call",
        "",
        each(attempts),
        "calls under load",
        "lost updates");
  }

  private static Figure growth(String connections, double rate) {
    return figure(
        "growth",
        "transfer",
        "interlock",
        "calls per second",
        "1/s",
        each(rate),
        "connections",
        connections,
        "delay",
        "0 ms");
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("README.md"));
  }

  private Map<String, String> written() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> contents = new TreeMap<>();
      for (Path file : files.toList()) {
        contents.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
      return contents;
    }
  }
}
