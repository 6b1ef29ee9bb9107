package dev.interlock.launcher.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// The figures about soaks equal those in their reports.
class QuotedSoaksTest {

  @Test
  void theResultsAreThoseOfTheReports() throws IOException {
    List<JsonNode> reports = reports();
    String section = MarkdownPage.read("docs/soak/README.md").section("## Results");
    for (List<String> row : MarkdownPage.rows(section)) {
      List<String> cells = row.subList(1, row.size());
      assertThat(cells)
          .as(row.getFirst())
          .isEqualTo(
              switch (row.getFirst()) {
                case "", "fault" -> cells;
                case "requests" -> sums(reports, report -> total(report, "requests"));
                case "accepted" -> sums(reports, report -> total(report, "accepted"));
                case "refused" -> sums(reports, QuotedSoaksTest::refused);
                case "struck by a fault" ->
                    sums(reports, report -> total(report, "faultedRequests"));
                case "of these named by the fault" ->
                    sums(reports, report -> total(report, "faultedByName"));
                case "unknown or unanswered at first" ->
                    sums(reports, report -> total(report, "unknown"));
                case "never answered" -> sums(reports, report -> total(report, "unanswered"));
                case "invariants checked" -> invariants(reports);
                case "broken" -> sums(reports, QuotedSoaksTest::broken);
                default -> fault(reports, row.getFirst());
              });
    }
    assertThat(MarkdownPage.rows(section).stream().map(List::getFirst))
        .containsAll(faults(reports));
  }

  private static long total(JsonNode report, String name) {
    return report.at("/totals/" + name).asLong();
  }

  private static long refused(JsonNode report) {
    return report.at("/totals/refused").valueStream().mapToLong(JsonNode::asLong).sum();
  }

  private static long broken(JsonNode report) {
    return report
        .at("/verdict/invariants")
        .valueStream()
        .filter(invariant -> invariant.get("offences").asLong() > 0)
        .count();
  }

  private static List<String> invariants(List<JsonNode> reports) {
    List<String> cells = new ArrayList<>();
    reports.forEach(report -> cells.add(number(report.at("/verdict/invariants").size())));
    cells.add("");
    return cells;
  }

  @Test
  void theLimitsPageQuotesTheSoaks() throws IOException {
    List<JsonNode> reports = reports();
    String section =
        MarkdownPage.oneLine(MarkdownPage.read("docs/limits.md").section("## Measured by tests"));
    List<Long> times = faults(reports).stream().map(name -> count(reports, name)).sorted().toList();

    assertThat(section)
        .contains(
            "%s requests that a fault names, of %s that were under way"
                .formatted(
                    sums(reports, report -> total(report, "faultedByName")).getLast(),
                    sums(reports, report -> total(report, "faultedRequests")).getLast()))
        .contains(
            "%d kinds of fault, each injected %s to %s times"
                .formatted(times.size(), number(times.getFirst()), number(times.getLast())))
        .contains(
            "all %s unknown outcomes"
                .formatted(sums(reports, report -> total(report, "unknown")).getLast()))
        .contains(
            "| %s s, %s s, %s s; %s s |"
                .formatted(
                    seconds(reports, "database-killed"),
                    seconds(reports, "database-stopped"),
                    seconds(reports, "database-failed-over"),
                    seconds(reports, "function-killed")));
  }

  private static List<JsonNode> reports() throws IOException {
    List<JsonNode> reports = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      reports.add(
          new ObjectMapper()
              .readTree(
                  MarkdownPage.ROOT.resolve("docs/soak/seed-" + seed + "/report.json").toFile()));
    }
    return reports;
  }

  private static List<String> sums(List<JsonNode> reports, ToLongFunction<JsonNode> figure) {
    List<String> cells = new ArrayList<>();
    reports.forEach(report -> cells.add(number(figure.applyAsLong(report))));
    cells.add(number(reports.stream().mapToLong(figure).sum()));
    return cells;
  }

  private static Set<String> faults(List<JsonNode> reports) {
    TreeSet<String> names = new TreeSet<>();
    reports.forEach(report -> report.get("faults").fieldNames().forEachRemaining(names::add));
    return names;
  }

  private static long count(List<JsonNode> reports, String fault) {
    return reports.stream().mapToLong(report -> report.at("/faults/" + fault).asLong()).sum();
  }

  private static List<String> fault(List<JsonNode> reports, String fault) {
    List<String> cells = new ArrayList<>();
    cells.add(number(count(reports, fault)));
    for (JsonNode report : reports) {
      JsonNode median = report.at("/recoveryMillis/" + fault + "/p50");
      cells.add(median.isMissingNode() ? "" : number(Math.round(median.asDouble())));
    }
    return cells;
  }

  private static String seconds(List<JsonNode> reports, String fault) {
    double millis = reports.getFirst().at("/recoveryMillis/" + fault + "/p50").asDouble();
    return String.format(Locale.ROOT, "%.1f", millis / 1_000);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
