package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which one figure is meant.
///
/// @param conditions those that matter; a figure may have been measured under others besides
record FigureQuery(
    String part, String subject, Map<String, String> conditions, String contender, String metric) {
  FigureQuery with(String condition, String value) {
    Map<String, String> all = new LinkedHashMap<>(conditions);
    all.put(condition, value);
    return new FigureQuery(part, subject, all, contender, metric);
  }

  FigureQuery of(String other) {
    return new FigureQuery(part, subject, conditions, other, metric);
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
