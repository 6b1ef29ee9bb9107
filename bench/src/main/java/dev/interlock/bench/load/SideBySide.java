package dev.interlock.bench.load;

import dev.interlock.bench.part.Figure;
import dev.interlock.bench.part.Series;
import dev.interlock.races.contender.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/// Measures cells side by side: each once per repetition, in an order that changes, so that a
/// disturbance of the machine affects all of them alike.
public final class SideBySide {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final double NANOS_PER_MILLI = 1e6;

  private SideBySide() {}

  /// Measures the cells this many times, and reports their figures.
  ///
  /// @param part the name of the part that the figures belong to
  public static void run(
      String part, List<LoadCell> cells, int repetitions, Consumer<Figure> figures)
      throws Exception {
    Map<LoadCell, List<Window>> windows = new LinkedHashMap<>();
    cells.forEach(cell -> windows.put(cell, new ArrayList<>()));
    List<LoadCell> order = new ArrayList<>(cells);
    for (int repetition = 0; repetition < repetitions; repetition++) {
      for (LoadCell cell : order) {
        windows.getOrDefault(cell, List.of()).add(ClosedLoop.run(cell));
      }
      // In the next repetition each cell has other neighbours.
      Collections.shuffle(order, new Random(repetition));
    }
    windows.forEach((cell, its) -> new CellReport(part, cell, its).to(figures));
  }

  /// The figures of one cell.
  private record CellReport(String part, LoadCell cell, List<Window> windows) {

    void to(Consumer<Figure> figures) {
      figures.accept(figure("calls per second", "1/s", Window::callsPerSecond));
      if (cell.scenario().expected().contains(Result.REFUSED)) {
        figures.accept(figure("accepted per second", "1/s", w -> w.perSecond(Result.ACCEPTED)));
        figures.accept(figure("refused per second", "1/s", w -> w.perSecond(Result.REFUSED)));
      }
      latencies(figures);
      figures.accept(figure("attempts per call", "", Window::attemptsPerCall));
      figures.accept(figure("refused for contention", "", w -> w.count(Result.CONTENTION)));
      figures.accept(figure("failed", "", w -> w.count(Result.FAILED)));
      figures.accept(figure("database CPU per call", "µs", w -> micros(w, w.use().serverNanos())));
      figures.accept(figure("client CPU per call", "µs", w -> micros(w, w.use().clientNanos())));
      figures.accept(figure("log per call", "B", w -> w.perCall(w.use().walBytes())));
      figures.accept(figure("pages found per call", "", w -> w.pagesPerCall(w.pages().hits())));
      figures.accept(figure("pages read per call", "", w -> w.pagesPerCall(w.pages().reads())));
      figures.accept(figure("pages logged per call", "", w -> w.pagesPerCall(w.pages().logged())));
    }

    private void latencies(Consumer<Figure> figures) {
      figures.accept(figure("mean", "ms", w -> w.latencies().getMean() / NANOS_PER_MILLI));
      for (String percentile : List.of("50", "90", "99", "99.9")) {
        double rank = Double.parseDouble(percentile);
        figures.accept(
            figure(
                "p" + percentile,
                "ms",
                w -> w.latencies().getValueAtPercentile(rank) / NANOS_PER_MILLI));
      }
      figures.accept(figure("max", "ms", w -> w.latencies().getMaxValue() / NANOS_PER_MILLI));
    }

    private static double micros(Window window, long nanos) {
      return window.perCall(nanos) / NANOS_PER_MICRO;
    }

    private Figure figure(String metric, String unit, ToDoubleFunction<Window> value) {
      List<Double> values = windows.stream().map(value::applyAsDouble).toList();
      return new Series(part, cell.subject(), cell.conditions(), cell.contender().name())
          .figure(metric, unit, values);
    }
  }
}
