package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Builds small figures.
final class Measured {
  static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");

  private Measured() {}

  /// @param conditions names and values in turn
  static Figure transfers(String contender, double[] values, String... conditions) {
    return figure(
        "throughput", "transfer", contender, "calls per second", "1/s", values, conditions);
  }

  static Figure figure(
      String part,
      String subject,
      String contender,
      String metric,
      String unit,
      double[] values,
      String... conditions) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < conditions.length; i += 2) {
      all.put(conditions[i], conditions[i + 1]);
    }
    return new Figure(
        part, subject, all, contender, metric, unit, DoubleStream.of(values).boxed().toList());
  }

  static double[] each(double... values) {
    return values;
  }

  static PartRun run(String part, List<Figure> figures) {
    return new PartRun(
        part, BEGUN, "./interlock bench --only " + part, Map.of("JDK", "25"), figures);
  }

  /// The figures of a claim, so that it comes to these results, one for each repetition.
  static List<Figure> thatCameTo(Claim claim, double... results) {
    List<Figure> figures = new ArrayList<>();
    for (FigureQuery against : claim.quantity().divisors()) {
      figures.add(figure(against, DoubleStream.of(results).map(result -> 100).toArray()));
    }
    double times = claim.quantity().isRatio() ? 100 : 1;
    figures.add(
        figure(
            claim.quantity().figure(),
            DoubleStream.of(results).map(result -> result * times).toArray()));
    return figures;
  }

  private static Figure figure(FigureQuery query, double[] values) {
    List<String> conditions = new ArrayList<>();
    query.conditions().forEach((name, value) -> conditions.addAll(List.of(name, value)));
    return figure(
        query.part(),
        query.subject(),
        query.contender(),
        query.metric(),
        "",
        values,
        conditions.toArray(String[]::new));
  }
}
