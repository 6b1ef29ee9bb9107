package dev.interlock.soak.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/// Latencies by operation, in microseconds.
final class Latencies {
  private static final long LONGEST = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final Map<String, Histogram> requests = new TreeMap<>();
  private final Map<String, Histogram> exchanges = new TreeMap<>();

  static Histogram histogram() {
    return new Histogram(LONGEST, DIGITS);
  }

  static void record(AbstractHistogram histogram, long micros) {
    histogram.recordValue(Math.min(micros, LONGEST));
  }

  static double millis(AbstractHistogram histogram, double percentile) {
    return (double) histogram.getValueAtPercentile(percentile) / Micros.PER_MILLI;
  }

  /// Adds a request: from first sending to answer.
  void request(String operation, long micros) {
    record(requests.computeIfAbsent(operation, key -> histogram()), micros);
  }

  /// Adds an exchange: from one sending to its answer, whatever that was.
  void exchange(String operation, long micros) {
    record(exchanges.computeIfAbsent(operation, key -> histogram()), micros);
  }

  Map<String, Histogram> requests() {
    return requests;
  }

  Map<String, Histogram> exchanges() {
    return exchanges;
  }
}
