package dev.interlock.bench.part;

import java.util.List;
import java.util.Map;

/// The figures of one contender under one set of conditions: one for each metric.
///
/// @param part the name of the [Part] that measures them
/// @param subject the operation that is measured, such as `transfer`
/// @param conditions by name, in display order
public record Series(
    String part, String subject, Map<String, String> conditions, String contender) {

  /// A figure of the series.
  ///
  /// @param values one per repetition
  public Figure figure(String metric, String unit, List<Double> values) {
    return new Figure(part, subject, conditions, contender, metric, unit, values);
  }
}
