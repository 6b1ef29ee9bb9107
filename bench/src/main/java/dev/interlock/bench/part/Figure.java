package dev.interlock.bench.part;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A metric, measured once per repetition.
///
/// @param part the name of the [Part] that measured it
/// @param subject the operation that was measured, such as `transfer`
/// @param conditions by name, in display order, such as `accounts` to `10,000`
/// @param contender the implementation that was measured
/// @param metric such as `calls per second` or `p99`
/// @param unit of the values, such as `1/s`, `ms`, `µs`, `KiB`; empty for a count
/// @param values one per repetition: the n-th was measured side by side with the n-th value of the
///   other figures
public record Figure(
    String part,
    String subject,
    Map<String, String> conditions,
    String contender,
    String metric,
    String unit,
    List<Double> values) {

  /// Rejects a figure without values.
  public Figure {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values: " + part + ", " + subject + ", " + metric);
    }
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    values = List.copyOf(values);
  }

  /// The median of the values; halfway between the two middle ones if their number is even.
  public double median() {
    return median(values);
  }

  /// The median of any values.
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
