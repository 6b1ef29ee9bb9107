package dev.interlock.soak.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.audit.AuditReport;
import dev.interlock.audit.AuditReports;
import dev.interlock.audit.Finding;
import dev.interlock.audit.history.HistoryWriter;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import dev.interlock.soak.FaultWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SVG_BYTES_MAX = 300_000;
  // The histogram keeps three digits, and the rank may be off by one.
  private static final double DIGITS = 0.002;
  private static final Setup SETUP =
      new Setup(
          7,
          Duration.ofMinutes(1),
          16,
          Setup.command(List.of("soak", "--seed", "7", "--minutes", "1", "--clients", "16")),
          Map.of("JDK", "25"));

  @TempDir private Path folder;

  @Test
  void streamedCountsEqualNaiveCounts() throws IOException {
    GeneratedSoak soak = new GeneratedSoak(7, Duration.ofMinutes(1), 4_000);
    NaiveFigures expected = new NaiveFigures(soak);

    JsonNode report = report(soak, held());

    JsonNode totals = report.get("totals");
    assertThat(totals.get("exchanges").asInt()).isEqualTo(soak.exchanges.size());
    assertThat(totals.get("requests").asInt()).isEqualTo(expected.requests());
    assertThat(totals.get("accepted").asLong()).isEqualTo(expected.accepted()).isPositive();
    assertThat(totals.get("acceptedOf"))
        .isEqualTo(JSON.readTree(JSON.writeValueAsString(expected.acceptedOf())));
    assertThat(totals.get("refused"))
        .isEqualTo(JSON.readTree(JSON.writeValueAsString(expected.refused())));
    assertThat(totals.get("unanswered").asLong()).isEqualTo(expected.unanswered()).isPositive();
    assertThat(totals.get("unknown").asLong()).isEqualTo(expected.unknown()).isPositive();
    assertThat(totals.get("resent").asLong()).isEqualTo(expected.resent()).isPositive();
    assertThat(totals.get("faultedRequests").asInt())
        .isEqualTo(expected.struck().size())
        .isGreaterThan(keysOf(soak.faults));
    assertThat(totals.get("faultedByName").asInt()).isEqualTo(keysOf(soak.faults));
    for (Fault fault : Fault.values()) {
      assertThat(report.at("/faults/" + fault).asLong())
          .as(fault.toString())
          .isEqualTo(soak.faults.stream().filter(event -> event.fault() == fault).count())
          .isPositive();
    }
  }

  @Test
  void latenciesAndRecoveriesEqualThoseOfTheFullList() throws IOException {
    GeneratedSoak soak = new GeneratedSoak(8, Duration.ofMinutes(1), 4_000);
    NaiveFigures expected = new NaiveFigures(soak);

    JsonNode report = report(soak, held());

    for (String operation : List.of("transfer", "stock-decrement", "settlement")) {
      assertDistribution(
          report.at("/latencyMillis/requests/" + operation), expected.latencies(operation));
    }
    expected
        .recoveries()
        .forEach(
            (fault, millis) -> assertDistribution(report.at("/recoveryMillis/" + fault), millis));
    long faults =
        StreamSupport.stream(report.get("recoveryMillis").spliterator(), false)
            .mapToLong(each -> each.get("count").asLong() + each.get("never").asLong())
            .sum();
    assertThat(faults).isEqualTo(soak.faults.size());
  }

  @Test
  void eachSecondHasItsOwnCounts() throws IOException {
    GeneratedSoak soak = new GeneratedSoak(9, Duration.ofSeconds(20), 1_000);

    JsonNode seconds = report(soak, held()).get("seconds");

    long start = Instant.parse(seconds.get("start").asText()).getEpochSecond();
    Map<Long, Long> expected = new NaiveFigures(soak).acceptedPerSecond();
    JsonNode accepted = seconds.get("accepted");
    for (int second = 0; second < accepted.size(); second++) {
      assertThat(accepted.get(second).asLong())
          .as("second %d", second)
          .isEqualTo(expected.getOrDefault(start + second, 0L));
    }
    assertThat(start).isEqualTo(GeneratedSoak.BEGUN.getEpochSecond());
    assertThat(seconds.get("maxMillis").size()).isEqualTo(accepted.size());
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws IOException {
    GeneratedSoak soak = new GeneratedSoak(10, Duration.ofMinutes(10), 1_000);
    report(soak, held());
    Map<String, String> once = written();

    SoakReport.write(folder, SETUP, held());

    assertThat(written()).isEqualTo(once);
    assertThat(once)
        .containsOnlyKeys(
            "report.json", "README.md", "latency.svg", "throughput.svg", "recovery.svg");
    once.forEach(
        (name, content) -> assertThat(content.length()).as(name).isBetween(1_000, SVG_BYTES_MAX));
  }

  @Test
  void thePageShowsTheCommandAndTheResult() throws IOException {
    report(new GeneratedSoak(11, Duration.ofMinutes(1), 500), held());

    assertThat(page())
        .contains("./interlock soak --seed 7 --minutes 1 --clients 16")
        .contains(
            "**0 double effects, 0 lost acknowledged effects, 0 wrong answers, "
                + "0 unknown outcomes left.**")
        .contains("and none is broken.")
        .contains("![Latency over time](latency.svg)")
        .doesNotContain(folder.toString());
  }

  @Test
  void aBrokenInvariantIsNamedAndCounted() throws IOException {
    List<Finding> findings =
        held().findings().stream()
            .map(each ->
                each.id().equals("one-first-answer")
                    ? new Finding(each.id(), each.invariant(), 10, 3, List.of("key=k-1"))
                    : each)
            .toList();

    JsonNode report =
        report(new GeneratedSoak(12, Duration.ofMinutes(1), 50), AuditReports.of(findings));

    assertThat(page())
        .contains("**3 double effects, 0 lost")
        .contains("Broken: **about one-first-answer**.");
    assertThat(report.at("/verdict/passed").asBoolean()).isFalse();
    assertThat(report.at("/verdict/doubleEffects").asInt()).isEqualTo(3);
  }

  @Test
  void anInvariantWithoutRowsIsCounted() throws IOException {
    List<Finding> findings =
        List.of(
            new Finding("one-effect-per-key", "no key took effect twice", 10, 0, List.of()),
            new Finding(
                "effect-as-requested",
                "every effect is what the caller requested",
                0,
                0,
                List.of()));

    report(new GeneratedSoak(12, Duration.ofMinutes(1), 50), AuditReports.of(findings));

    assertThat(page())
        .contains("2 invariants were checked, 1 of which had no rows to examine, and none");
  }

  /// An invariant that was not checked proves nothing.
  @Test
  void anUncheckedInvariantIsNotReportedAsZero() throws IOException {
    AuditReport nothing = AuditReports.of(List.of());

    JsonNode report = report(new GeneratedSoak(13, Duration.ofMinutes(1), 50), nothing);

    assertThat(page()).contains("**not examined: double effects").doesNotContain("0 double");
    assertThat(report.at("/verdict/doubleEffects").isNull()).isTrue();
  }

  @Test
  void anEmptySoakHasAReport() throws IOException {
    HistoryWriter.to(folder.resolve(SoakReport.HISTORY)).close();
    FaultWriter.to(folder.resolve(SoakReport.FAULTS)).close();

    SoakReport.write(folder, SETUP, held());

    JsonNode report = JSON.readTree(folder.resolve("report.json").toFile());
    assertThat(report.at("/totals/requests").asInt(-1)).isZero();
    assertThat(report.at("/seconds/accepted").isEmpty()).isTrue();
    assertThat(page()).contains("| requests | 0 |").contains("recovery.svg");
  }

  /// Without its target, nothing could show its recovery, and the fault would silently be missing.
  @Test
  void aFaultWithAnUnknownTargetIsRejected() throws IOException {
    HistoryWriter.to(folder.resolve(SoakReport.HISTORY)).close();
    try (FaultWriter faults = FaultWriter.to(folder.resolve(SoakReport.FAULTS))) {
      faults.write(
          new FaultEvent(
              Fault.DELAYED, Instant.EPOCH, Duration.ZERO, Optional.empty(), "TransferFuction"));
    }

    assertThatThrownBy(() -> SoakReport.write(folder, SETUP, held()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("faults.jsonl, line 1");
  }

  /// An unknown id would leave its promise unexamined; a shared one would count another's offences.
  @Test
  void promisesNameInvariantsOfTheAudit() {
    assertThat(AuditReports.invariants()).doesNotHaveDuplicates();
    assertThat(AuditReports.invariants()).containsAll(Promise.allInvariants().toList());
  }

  private static int keysOf(List<FaultEvent> faults) {
    return (int) faults.stream().flatMap(fault -> fault.key().stream()).distinct().count();
  }

  private JsonNode report(GeneratedSoak soak, AuditReport audit) throws IOException {
    soak.write(folder);
    SoakReport.write(folder, SETUP, audit);
    return JSON.readTree(folder.resolve("report.json").toFile());
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("README.md"));
  }

  private Map<String, String> written() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Map<String, String> contents = new TreeMap<>();
      for (Path file : files.filter(each -> !each.toString().endsWith(".jsonl")).toList()) {
        contents.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
      return contents;
    }
  }

  static AuditReport held() {
    return AuditReports.of(
        Promise.allInvariants()
            .map(id -> new Finding(id, "about " + id, 10, 0, List.of()))
            .toList());
  }

  private static void assertDistribution(JsonNode found, List<Double> sorted) {
    assertThat(found.get("count").asInt()).isEqualTo(sorted.size());
    if (sorted.isEmpty()) {
      return;
    }
    assertThat(found.get("max").asDouble())
        .isCloseTo(sorted.getLast(), within(sorted.getLast() * DIGITS));
    for (int percentile : List.of(50, 90, 99)) {
      int rank = (int) Math.ceil(percentile / 100.0 * sorted.size()) - 1;
      assertThat(found.get("p" + percentile).asDouble())
          .isBetween(
              sorted.get(Math.max(0, rank - 1)) * (1 - DIGITS),
              sorted.get(Math.min(sorted.size() - 1, rank + 1)) * (1 + DIGITS));
    }
  }
}
