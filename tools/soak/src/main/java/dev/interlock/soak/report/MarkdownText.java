package dev.interlock.soak.report;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// A text of Markdown, written from top to bottom.
final class MarkdownText {
  private final StringBuilder text = new StringBuilder();

  void line(String line) {
    text.append(line).append('\n');
  }

  /// Lines with their ends.
  void text(String lines) {
    text.append(lines);
  }

  void section(String heading) {
    line("## " + heading);
    line("");
  }

  /// The head of a table whose last cell in each row is [#percentiles].
  void percentileTable(String heads, String rules) {
    line(heads + " n | p50 | p90 | p99 | max |");
    line(rules + "--:|--:|--:|--:|--:|");
  }

  /// A row of a table.
  void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// Five cells: the count, and in milliseconds p50, p90, p99 and the maximum.
  static String percentiles(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return "0 | | | | ";
    }
    return Stream.of(50, 90, 99, 100)
        .map(percentile -> millis(Latencies.millis(histogram, percentile)))
        .collect(Collectors.joining(" | ", number(histogram.getTotalCount()) + " | ", ""));
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%,.1f" : "%,.0f", millis);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
