package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import dev.interlock.plots.Svg;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;

/// The plots of all parts, as SVG files next to the page.
final class Charts {
  private static final List<List<String>> CURVES =
      List.of(List.of("calls per second"), List.of("p50", "p99"));
  static final List<String> GROWING = List.of("connections", "rows");
  // These conditions get separate files, not panels of one file.
  private static final Set<String> APART = Set.of("delay");

  private static final Set<String> BARS =
      Set.of("cpu", "wall", "rss", "work besides the database p50", "allocated");
  // The folder may contain plots from elsewhere.
  private static final String OLD = "{throughput,anomalies,start,call,growth}-*.svg";

  private final Map<Chart, Drawing> charts = new LinkedHashMap<>();

  private Charts() {}

  /// A plot of a part.
  record Chart(String part, String title, String file) {}

  private record Drawing(Supplier<JFreeChart> chart, int height) {}

  /// The plots of these figures, in the order of the figures.
  static List<Chart> of(List<Figure> figures) {
    return List.copyOf(drawings(figures).keySet());
  }

  /// Replaces the plots of earlier runs. Without fonts there are no plots.
  static List<Chart> write(Path folder, List<Figure> figures) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, OLD)) {
      for (Path each : old) {
        Files.delete(each);
      }
    }
    if (!Svg.possible()) {
      return List.of();
    }
    for (Map.Entry<Chart, Drawing> each : drawings(figures).entrySet()) {
      Drawing drawing = each.getValue();
      Svg.write(drawing.chart.get(), drawing.height, folder.resolve(each.getKey().file));
    }
    return of(figures);
  }

  private static Map<Chart, Drawing> drawings(List<Figure> figures) {
    Charts charts = new Charts();
    for (List<Figure> part : grouped(figures, Figure::part).values()) {
      switch (part.getFirst().part()) {
        case "throughput", "growth" -> charts.curves(part);
        case "start", "call" -> charts.bars(part);
        default -> {
          // The counts of anomalies have no plot.
        }
      }
    }
    return charts.charts;
  }

  static <K> Map<K, List<Figure>> grouped(Collection<Figure> figures, Function<Figure, K> by) {
    return figures.stream()
        .collect(Collectors.groupingBy(by, LinkedHashMap::new, Collectors.toList()));
  }

  private void curves(List<Figure> part) {
    for (List<Figure> subject : grouped(part, Figure::subject).values()) {
      for (List<String> metrics : CURVES) {
        List<Figure> of = subject.stream().filter(each -> metrics.contains(each.metric())).toList();
        for (String along : GROWING) {
          for (List<Figure> apart : curves(of, along)) {
            curve(apart, along, String.join(" and ", metrics));
          }
        }
      }
    }
  }

  private void curve(List<Figure> figures, String along, String metrics) {
    Map<String, List<Figure>> panels = new LinkedHashMap<>();
    panels(figures, along)
        .forEach((title, panel) -> panels.put(title.isEmpty() ? metrics : title, panel));
    if (panels.isEmpty()) {
      return;
    }
    Figure first = figures.getFirst();
    String title =
        title(
            first.part() + ": " + first.subject() + ", " + metrics + " by " + along,
            beside(first, along, APART::contains));
    CurveChart curves = new CurveChart(along, panels);
    add(first.part(), title, () -> curves.chart(title), curves.height());
  }

  /// Groups figures that share a plot along a condition.
  static Collection<List<Figure>> curves(List<Figure> figures, String along) {
    return grouped(figures, each -> beside(each, along, APART::contains)).values();
  }

  /// The figures of curves along a condition, by the other conditions in words.
  static Map<String, List<Figure>> panels(List<Figure> figures, String along) {
    Map<String, List<Figure>> panels =
        grouped(
            figures.stream().filter(figure -> figure.conditions().containsKey(along)).toList(),
            figure -> beside(figure, along, name -> !APART.contains(name)));
    panels
        .values()
        .removeIf(panel ->
            panel.stream().map(each -> each.conditions().get(along)).distinct().count() < 2);
    return panels;
  }

  private static String beside(Figure figure, String along, Predicate<String> shown) {
    StringJoiner beside = new StringJoiner(", ");
    figure
        .conditions()
        .forEach((name, value) -> {
          if (!name.equals(along) && shown.test(name)) {
            beside.add(name + " " + value);
          }
        });
    return beside.toString();
  }

  private static String title(String title, String conditions) {
    return conditions.isEmpty() ? title : title + ", " + conditions;
  }

  private void bars(List<Figure> part) {
    for (List<Figure> metric : grouped(part, Figure::metric).values()) {
      Figure first = metric.getFirst();
      if (BARS.contains(first.metric())) {
        BarChart bars = new BarChart(metric);
        String title = first.part() + ": " + first.metric();
        add(first.part(), title, () -> bars.chart(title), bars.height());
      }
    }
  }

  private void add(String part, String title, Supplier<JFreeChart> chart, int height) {
    String file = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
    charts.put(new Chart(part, title, file), new Drawing(chart, height));
  }
}
