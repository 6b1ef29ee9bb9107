package dev.interlock.bench.load;

import dev.interlock.bench.contender.Result;
import dev.interlock.bench.part.Figure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// Cells measured beside one another: each once in every repetition, in an order that changes, so
/// that what befalls the machine meanwhile befalls all of them.
public final class SideBySide {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;

  private final String part;
  private final List<LoadCell> cells;
  private final Map<LoadCell, List<Window>> windows = new LinkedHashMap<>();

  private SideBySide(String part, List<LoadCell> cells) {
    this.part = part;
    this.cells = cells;
    cells.forEach(cell -> windows.put(cell, new ArrayList<>()));
  }

  /// Measures the cells so many times, and tells what was seen.
  ///
  /// @param part whose figures they are
  public static void run(
      String part, List<LoadCell> cells, int repetitions, Consumer<Figure> figures)
      throws Exception {
    SideBySide comparison = new SideBySide(part, cells);
    List<LoadCell> order = new ArrayList<>(cells);
    for (int repetition = 0; repetition < repetitions; repetition++) {
      for (LoadCell cell : order) {
        comparison.windows.getOrDefault(cell, List.of()).add(ClosedLoop.run(cell));
      }
      // Each has other neighbours next time.
      Collections.shuffle(order, new Random(repetition));
    }
    comparison.report(figures);
  }

  private void report(Consumer<Figure> figures) {
    for (LoadCell cell : cells) {
      report(cell, "calls per second", "1/s", Window::callsPerSecond, figures);
      if (cell.scenario().expected().contains(Result.REFUSED)) {
        report(cell, "accepted per second", "1/s", w -> w.perSecond(Result.ACCEPTED), figures);
        report(cell, "refused per second", "1/s", w -> w.perSecond(Result.REFUSED), figures);
      }
      report(cell, "mean", "ms", w -> w.latencies().getMean() / NANOS_PER_MILLI, figures);
      for (int percentile : List.of(50, 90, 99)) {
        report(cell, "p" + percentile, "ms", w -> millis(w, percentile), figures);
      }
      report(cell, "max", "ms", w -> w.latencies().getMaxValue() / NANOS_PER_MILLI, figures);
      report(cell, "attempts per call", "", Window::attemptsPerCall, figures);
      report(cell, "refused for contention", "", w -> w.count(Result.CONTENTION), figures);
      report(cell, "failed", "", w -> w.count(Result.FAILED), figures);
      report(cell, "database CPU per call", "µs", w -> micros(w, w.costs().serverNanos()), figures);
      report(cell, "client CPU per call", "µs", w -> micros(w, w.costs().clientNanos()), figures);
      report(cell, "log per call", "B", w -> w.perCall(w.costs().walBytes()), figures);
      reportPages(cell, figures);
    }
  }

  private void reportPages(LoadCell cell, Consumer<Figure> figures) {
    report(cell, "pages found per call", "", w -> w.pagesPerCall(w.pages().hits()), figures);
    report(cell, "pages read per call", "", w -> w.pagesPerCall(w.pages().reads()), figures);
    report(cell, "pages logged per call", "", w -> w.pagesPerCall(w.pages().logged()), figures);
  }

  private static double millis(Window window, int percentile) {
    return window.latencies().getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  private static double micros(Window window, long nanos) {
    return window.perCall(nanos) / NANOS_PER_MICRO;
  }

  private void report(
      LoadCell cell,
      String metric,
      String unit,
      ToDoubleFunction<Window> value,
      Consumer<Figure> figures) {
    figures.accept(
        new Figure(
            part,
            cell.subject(),
            cell.conditions(),
            cell.contender().name(),
            metric,
            unit,
            windows.getOrDefault(cell, List.of()).stream().map(value::applyAsDouble).toList()));
  }
}
