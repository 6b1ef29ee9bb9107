package dev.interlock.bench.part;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One thing that was measured, once in each repetition.
///
/// @param part the name of the [Part] that measured it
/// @param subject what was done, such as `transfer`
/// @param conditions under which, in the order in which they are shown: `accounts` to `10,000`
/// @param contender who did it
/// @param metric what was measured, such as `calls per second` or `p99`
/// @param unit of the values, such as `1/s`, `ms`, `µs`, `KiB`; empty for a count
/// @param values one for each repetition: the n-th was measured beside the n-th of other figures
public record Figure(
    String part,
    String subject,
    Map<String, String> conditions,
    String contender,
    String metric,
    String unit,
    List<Double> values) {

  /// Refuses a figure that nothing was measured for.
  public Figure {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values: " + part + ", " + subject + ", " + metric);
    }
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    values = List.copyOf(values);
  }

  /// The middle one; between the two middle ones when their number is even.
  public double median() {
    return median(values);
  }

  /// The middle of any values.
  public static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /// The smallest value.
  public double least() {
    return Collections.min(values);
  }

  /// The largest value.
  public double most() {
    return Collections.max(values);
  }
}
