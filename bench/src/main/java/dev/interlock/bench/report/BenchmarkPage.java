package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The page for people: claims first, then the tables and plots of each part.
final class BenchmarkPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Map<String, String> TITLES =
      Map.of(
          "throughput", "Throughput and latency",
          "contention", "Waits for contended rows",
          "anomalies", "Anomalies",
          "start", "Cold start: from spawn to the first answer",
          "call", "Cost of a call on a warm function",
          "growth", "Growth");

  // Of little interest next to the others; figures.json has them.
  private static final Set<String> DETAILS = Set.of("mean", "p90", "max", "client CPU per call");

  private final Measurements measurements;
  private final List<JudgedClaim> claims;
  private final List<Charts.Chart> charts;
  private final Notes notes;
  private final StringBuilder page = new StringBuilder();

  BenchmarkPage(
      Measurements measurements, List<JudgedClaim> claims, List<Charts.Chart> charts, Notes notes) {
    this.measurements = measurements;
    this.claims = claims;
    this.charts = charts;
    this.notes = notes;
  }

  String write() {
    page.append(
        """
        # Benchmarks

        Written by `./interlock bench` from [`figures.json`](figures.json), which has every value
        of every metric; this page omits some of them.
        Claims are about ratios within a run only: two figures are measured side by side, their
        ratio is taken for each repetition, and the median of these ratios counts. Absolute
        figures depend on the machine and do not carry over to another one.

        """);
    claims();
    howToRead();
    for (PartRun run : measurements.runs()) {
      part(run);
    }
    surroundings();
    return page.toString();
  }

  private void claims() {
    line("## Claims\n");
    line(new ClaimTable(claims).markdown());
    for (JudgedClaim missed : claims.stream().filter(JudgedClaim::missed).toList()) {
      line("**Not reached: " + missed.claim().title() + ".**");
      line(notes.of(missed.claim().id()).orElse("The reason is not known yet.") + "\n");
    }
    List<JudgedClaim> open =
        claims.stream()
            .filter(each -> each.verdict() instanceof Claim.Verdict.NotMeasured)
            .toList();
    if (!open.isEmpty()) {
      line("<details><summary>Not measured</summary>\n");
      for (JudgedClaim each : open) {
        if (each.verdict() instanceof Claim.Verdict.NotMeasured(String reason)) {
          line("- " + each.claim().title() + ": `" + reason + "`");
        }
      }
      line("\n</details>\n");
    }
  }

  private void howToRead() {
    page.append(
        """
        ## How to read the tables

        A cell has the median of the repetitions and, in brackets, minimum and maximum. Below it,
        after ×, is the ratio of Interlock's figure to this one, again as median, minimum and
        maximum over the repetitions. More is better for calls per second, less for everything
        else.

        """);
    List<String> names =
        ContenderLegend.inOrder(measurements.figures().stream().map(Figure::contender).toList());
    names.stream()
        .filter(name -> !ContenderLegend.description(name).isEmpty())
        .forEach(name -> line("- `" + name + "`: " + ContenderLegend.description(name)));
    line("");
  }

  private void part(PartRun run) {
    line("## " + TITLES.getOrDefault(run.part(), run.part()) + "\n");
    line("`" + run.command() + "`, " + TIME.format(run.begun()) + "\n");
    for (Charts.Chart chart : charts) {
      if (chart.part().equals(run.part())) {
        line("![" + chart.title() + "](" + chart.file() + ")\n");
      }
    }
    notes.of(run.part()).ifPresent(text -> line(text + "\n"));
    switch (run.part()) {
      case "anomalies" -> anomalies(run.figures());
      case "throughput", "contention", "growth" -> subjects(run, this::metrics);
      default -> subjects(run, figures -> line(FigureTable.compared(figures)));
    }
  }

  /// The counts, and what the calls under load took.
  private void anomalies(List<Figure> figures) {
    Charts.grouped(figures, Figure::metric)
        .forEach((metric, its) -> {
          boolean counts = metric.equals("anomalies");
          line(counts ? FigureTable.counted(its) : metric + ":\n\n" + FigureTable.compared(its));
        });
  }

  private void subjects(PartRun run, Consumer<List<Figure>> table) {
    Charts.grouped(run.figures(), Figure::subject)
        .forEach((subject, figures) -> {
          line("### " + subject + "\n");
          if (run.part().equals("growth")) {
            knees(figures);
          }
          table.accept(figures);
        });
  }

  /// Shows the first metric, and folds the others.
  private void metrics(List<Figure> figures) {
    Map<String, List<Figure>> metrics =
        Charts.grouped(
            figures.stream().filter(figure -> !DETAILS.contains(figure.metric())).toList(),
            Figure::metric);
    String first = figures.getFirst().metric();
    metrics.forEach((metric, its) -> {
      String unit = its.getFirst().unit();
      String title = unit.isEmpty() ? metric : metric + ", " + unit;
      if (metric.equals(first)) {
        line(title + ":\n\n" + FigureTable.compared(its));
      } else {
        line("<details><summary>" + title + "</summary>\n");
        line(FigureTable.compared(its) + "\n</details>\n");
      }
    });
  }

  private void knees(List<Figure> figures) {
    List<String> sentences = Knee.sentences(figures);
    sentences.forEach(sentence -> line("- " + sentence));
    if (!sentences.isEmpty()) {
      line("");
    }
  }

  /// Parts that were run in the same environment share a table.
  private void surroundings() {
    Map<Map<String, String>, List<PartRun>> runs =
        measurements.runs().stream()
            .collect(
                Collectors.groupingBy(
                    PartRun::surroundings, LinkedHashMap::new, Collectors.toList()));
    runs.forEach((surroundings, its) -> {
      String parts = its.stream().map(PartRun::part).collect(Collectors.joining(", "));
      line("## Machine and versions: " + parts + "\n");
      line("| | |\n|---|---|");
      surroundings.forEach((name, value) -> line("| " + name + " | " + value + " |"));
      line("");
    });
  }

  private void line(String line) {
    page.append(line).append('\n');
  }
}
