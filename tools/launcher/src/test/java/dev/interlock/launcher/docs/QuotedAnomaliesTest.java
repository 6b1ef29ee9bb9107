package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The README and docs/races.md quote the benchmark's counts.
class QuotedAnomaliesTest {

  private static final String FORCED = "held at one point";
  private static final String LOADED = "under load";
  private static final String LOSING = "read-modify-write-rc";
  private static final String SAMPLE = "dsql-sample";

  /// An implementation that does not have the operation.
  private static final String NOT_MEASURED = "–";

  /// The README's words for the anomalies of the benchmark.
  private static final Map<String, String> RACES =
      Map.of(
          "Two requests change one balance; one change is lost", "lost updates",
          "Two requests spend the same money; the account is overdrawn", "overdrafts",
          "A request is sent twice; it takes effect twice", "double effects under re-sends",
          "Two owners remove each other; nobody owns the resource", "ownerless resources",
          "A right is revoked; a write that relied on it commits afterwards",
              "commits after revoke");

  private static final List<String> README_WAYS =
      List.of("interlock", LOSING, "read-modify-write", "updates-pooled");

  private static final List<String> RACES_WAYS =
      List.of(
          "interlock",
          "updates-pooled",
          "updates-rc",
          "read-modify-write",
          LOSING,
          "statements",
          "function",
          SAMPLE);

  @Test
  void theEvidenceOfTheReadmeIsMeasured() throws IOException {
    String section = MarkdownPage.read("README.md").section("## Evidence");
    List<List<String>> rows = MarkdownPage.body(section);

    assertThat(rows).hasSize(RACES.size());
    for (List<String> row : rows) {
      assertRow(row, RACES.getOrDefault(row.getFirst(), row.getFirst()), README_WAYS);
    }
    assertThat(section).contains("forced in " + rounds(FORCED) + " rounds");
  }

  @Test
  void theTableOfRacesIsMeasured() throws IOException {
    String section = MarkdownPage.read("docs/races.md").section("## What was counted");
    List<List<String>> rows = MarkdownPage.body(section);

    assertThat(rows).hasSize(6);
    for (List<String> row : rows) {
      assertRow(row, row.getFirst(), RACES_WAYS);
    }
    assertThat(MarkdownPage.oneLine(section))
        .startsWith(rounds(FORCED) + " rounds of each race")
        .contains(
            "the same %s calls under ordinary load lost %s of %s updates"
                .formatted(
                    rounds(LOADED), anomalies("lost updates", LOADED, LOSING), rounds(LOADED)))
        .contains(
            "overdrew %s times and oversold %s times"
                .formatted(
                    anomalies("overdrafts", LOADED, LOSING),
                    anomalies("oversold units", LOADED, LOSING)))
        .contains("made all 50 of 50 re-sent calls");
    for (String keyless : List.of("updates", "updates-pooled", "updates-rc", LOSING, SAMPLE)) {
      assertThat(
              anomalies("double effects under re-sends", "cut between commit and answer", keyless))
          .isEqualTo("50");
    }
  }

  private static void assertRow(List<String> row, String anomaly, List<String> ways)
      throws IOException {
    for (int way = 0; way < ways.size(); way++) {
      assertThat(row.get(way + 1).replace("*", ""))
          .as("%s, %s", anomaly, ways.get(way))
          .isEqualTo(anomalies(anomaly, FORCED, ways.get(way)));
    }
    assertThat(row).hasSize(ways.size() + 1);
  }

  private static String anomalies(String anomaly, String calls, String way) throws IOException {
    for (JsonNode figure : BenchmarkFigures.part("anomalies")) {
      if (figure.at("/subject").asText().equals(anomaly)
          && figure.at("/conditions/calls").asText().equals(calls)
          && figure.at("/contender").asText().equals(way)) {
        return figure.at("/values/0").asText();
      }
    }
    return NOT_MEASURED;
  }

  private static String rounds(String calls) throws IOException {
    TreeSet<String> rounds = new TreeSet<>();
    for (JsonNode figure : BenchmarkFigures.part("anomalies")) {
      if (figure.at("/conditions/calls").asText().equals(calls)) {
        rounds.add(figure.at("/conditions/rounds").asText());
      }
    }
    assertThat(rounds).hasSize(1);
    return rounds.first();
  }
}
