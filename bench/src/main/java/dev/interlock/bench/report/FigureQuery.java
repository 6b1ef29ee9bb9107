package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Selects one figure.
///
/// @param conditions that the figure must have; it may have others
record FigureQuery(
    String part, String subject, Map<String, String> conditions, String contender, String metric) {
  FigureQuery with(String condition, String value) {
    Map<String, String> all = new LinkedHashMap<>(conditions);
    all.put(condition, value);
    return new FigureQuery(part, subject, all, contender, metric);
  }

  FigureQuery by(String other) {
    return new FigureQuery(part, subject, conditions, other, metric);
  }

  FigureQuery metric(String other) {
    return new FigureQuery(part, subject, conditions, contender, other);
  }

  /// The figure itself.
  Quantity alone() {
    return new Quantity(this, List.of());
  }

  /// The ratio to the same figure of another contender.
  Quantity against(String other) {
    return new Quantity(this, List.of(by(other)));
  }

  List<Figure> in(List<Figure> figures) {
    return figures.stream().filter(this::fits).toList();
  }

  private boolean fits(Figure figure) {
    return figure.part().equals(part)
        && figure.subject().equals(subject)
        && figure.contender().equals(contender)
        && figure.metric().equals(metric)
        && figure.conditions().entrySet().containsAll(conditions.entrySet());
  }

  @Override
  public String toString() {
    return conditions.entrySet().stream()
        .map(condition -> ", " + condition.getKey() + " " + condition.getValue())
        .collect(
            Collectors.joining(
                "", part + ": " + metric + " of " + subject + " by " + contender, ""));
  }
}
