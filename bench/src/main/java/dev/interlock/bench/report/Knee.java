package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where a curve bends: the point that lies farthest above or below the straight line from its
/// first point to its last, on scales of ratios, and how steep it is before and after.
///
/// @param at the condition's value at the bend
/// @param before what a doubling of the condition makes of the metric up to the bend: 2 is all that
///   can be had, 1 is nothing
/// @param after the same from the bend on
record Knee(String at, double before, double after) {
  private static final int POINTS_MIN = 3;

  /// None of fewer than three points, nor of a curve that is 0 somewhere.
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

  /// What the curves of calls per second come to, in words, one for each of Interlock's.
  static List<String> sentences(List<Figure> figures) {
    List<String> sentences = new ArrayList<>();
    for (String along : Charts.GROWING) {
      Charts.panels(
              figures.stream()
                  .filter(figure -> figure.contender().equals(ContenderLegend.INTERLOCK))
                  .filter(figure -> figure.metric().equals("calls per second"))
                  .toList(),
              along)
          .forEach((conditions, curve) ->
              of(curve, along).ifPresent(bend -> sentences.add(bend.sentence(along, conditions))));
    }
    return sentences;
  }

  private String sentence(String along, String conditions) {
    return ("by %s%s it bends at %s: until there a doubling makes calls per second %s times what"
            + " they were, from there %s times")
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
