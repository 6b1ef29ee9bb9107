package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The knee of a curve: the point farthest from the straight line between its first and last point,
/// on logarithmic scales.
///
/// @param at the value of the condition at the knee
/// @param before the factor by which a doubling of the condition multiplies the metric up to the
///   knee: 2 is linear scaling, 1 is no gain
/// @param after the same factor beyond the knee
record Knee(String at, double before, double after) {
  private static final int POINTS_MIN = 3;

  /// Empty for fewer than three points, or if the metric is 0 anywhere.
  static Optional<Knee> of(List<Figure> figures, String along) {
    List<Point> points = new ArrayList<>();
    for (Figure figure : figures) {
      String condition = figure.conditions().getOrDefault(along, "");
      NaturalOrder.amount(condition)
          .ifPresent(x -> points.add(new Point(condition, log(x), log(figure.median()))));
    }
    points.sort(Comparator.comparingDouble(Point::x));
    if (points.size() < POINTS_MIN
        || points.stream().anyMatch(each -> !Double.isFinite(each.x + each.y))) {
      return Optional.empty();
    }
    Point first = points.getFirst();
    Point last = points.getLast();
    return points.subList(1, points.size() - 1).stream()
        .max(Comparator.comparingDouble(each -> distance(first, each, last)))
        .map(each -> new Knee(each.condition, first.doubling(each), each.doubling(last)));
  }

  /// One sentence for each of Interlock's curves of calls per second.
  static List<String> sentences(List<Figure> figures) {
    List<String> sentences = new ArrayList<>();
    List<Figure> rates =
        figures.stream()
            .filter(figure -> figure.contender().equals(ContenderLegend.INTERLOCK))
            .filter(figure -> figure.metric().equals("calls per second"))
            .toList();
    for (String along : Charts.GROWING) {
      Charts.curves(rates, along)
          .forEach(curves ->
              Charts.panels(curves, along)
                  .forEach((conditions, curve) ->
                      of(curve, along)
                          .ifPresent(knee -> sentences.add(knee.sentence(along, conditions)))));
    }
    return sentences;
  }

  private String sentence(String along, String conditions) {
    return ("by %s%s: the knee is at %s. Up to it, each doubling multiplies calls per second by %s,"
            + " beyond it by %s")
        .formatted(
            along,
            conditions.isEmpty() ? "" : " (" + conditions + ")",
            at,
            Numbers.ratio(before),
            Numbers.ratio(after));
  }

  private static double distance(Point first, Point between, Point last) {
    double straight = first.y + (last.y - first.y) * (between.x - first.x) / (last.x - first.x);
    return Math.abs(between.y - straight);
  }

  private static double log(double value) {
    return Math.log(value) / Math.log(2);
  }

  private record Point(String condition, double x, double y) {
    double doubling(Point next) {
      return Math.pow(2, (next.y - y) / (next.x - x));
    }
  }
}
