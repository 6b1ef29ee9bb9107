package dev.interlock.soak.report;

import dev.interlock.plots.Strokes;
import dev.interlock.soak.Fault;
import dev.interlock.soak.FaultEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// The faults over the time of a soak: each fault of a process, and counts of the others.
final class FaultStrips {
  private static final int MARKS_MAX = 240;
  private static final List<Fault> OF_PROCESSES =
      Arrays.stream(Fault.values())
          .filter(fault -> !Set.of(Fault.Where.WIRE, Fault.Where.CALLER).contains(fault.where()))
          .toList();

  private final List<FaultEvent> events;
  private final long start;
  private final int columns;
  private final int secondsPerColumn;
  private final double columnMinutes;
  private final double minutes;

  FaultStrips(Figures figures, int secondsPerColumn, double minutes) {
    this.events = figures.faults().all();
    this.start = figures.seconds().isEmpty() ? 0 : figures.seconds().start();
    this.columns = Math.ceilDiv(figures.seconds().length(), secondsPerColumn);
    this.secondsPerColumn = secondsPerColumn;
    this.columnMinutes = secondsPerColumn / Timeline.SECONDS_PER_MINUTE;
    this.minutes = minutes;
  }

  /// Bands behind the measurements, in the colours of the rows below.
  void markBehind(XYPlot measured) {
    Range height = measured.getRangeAxis().getRange();
    XYSeriesCollection marks = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = Strokes.lines();
    for (Fault kind : OF_PROCESSES) {
      int number = marks.getSeriesCount();
      XYSeries series = Strokes.series(kind.toString());
      eventsOf(kind).stream()
          .mapToDouble(event -> Math.rint(minute(event) / minutes * MARKS_MAX))
          .distinct()
          .map(mark -> mark / MARKS_MAX * minutes)
          .forEach(minute ->
              Strokes.segment(
                  series,
                  new double[] {minute, height.getLowerBound()},
                  new double[] {minute, height.getUpperBound()}));
      marks.addSeries(series);
      Strokes.style(renderer, number, Strokes.faint(Strokes.color(number)), 1.5);
      renderer.setSeriesVisibleInLegend(number, false);
    }
    measured.setDataset(1, marks);
    measured.setRenderer(1, renderer);
  }

  /// A mark is as long as the fault lasted, but never too short to be seen; marks that touch are
  /// joined.
  XYPlot ofProcesses() {
    XYSeriesCollection rows = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = Strokes.lines();
    for (Fault kind : OF_PROCESSES) {
      int row = rows.getSeriesCount();
      XYSeries marks = Strokes.series(kind.toString());
      double from = 0;
      double until = -1;
      for (FaultEvent event : eventsOf(kind)) {
        if (minute(event) > until) {
          mark(marks, from, until, row);
          from = minute(event);
        }
        double length = Math.max(minutes / Timeline.COLUMNS_MAX, lasted(event));
        until = Math.max(until, minute(event) + length);
      }
      mark(marks, from, until, row);
      rows.addSeries(marks);
      Strokes.style(renderer, row, Strokes.color(row), 8);
      renderer.setSeriesVisibleInLegend(row, false);
    }
    SymbolAxis axis = Strokes.names(OF_PROCESSES.stream().map(Fault::toString).toList());
    return new XYPlot(rows, null, axis, renderer);
  }

  private static void mark(XYSeries marks, double from, double until, int row) {
    if (until > from) {
      Strokes.segment(marks, new double[] {from, row}, new double[] {until, row});
    }
  }

  XYPlot ofOthers() {
    XYSeriesCollection rates = new XYSeriesCollection();
    rates.addSeries(faultRate("faults on the wire", Fault.Where.WIRE));
    rates.addSeries(faultRate("faults of callers", Fault.Where.CALLER));
    XYPlot plot = new XYPlot(rates, null, new NumberAxis("a second"), Strokes.lines());
    Timeline.paint(plot, Strokes.PURPLE, Strokes.BLACK);
    plot.getRangeAxis().setLowerBound(0);
    return plot;
  }

  private XYSeries faultRate(String name, Fault.Where where) {
    double[] counts = new double[columns];
    for (FaultEvent event : events) {
      if (event.fault().where() == where) {
        counts[(int) (seconds(event) / secondsPerColumn)]++;
      }
    }
    XYSeries series = Strokes.series(name);
    for (int i = 0; i < counts.length; i++) {
      series.add((i + 0.5) * columnMinutes, counts[i] / secondsPerColumn);
    }
    return series;
  }

  private List<FaultEvent> eventsOf(Fault kind) {
    return events.stream()
        .filter(event -> event.fault() == kind)
        .sorted(Comparator.comparing(FaultEvent::at))
        .toList();
  }

  private double minute(FaultEvent event) {
    return seconds(event) / Timeline.SECONDS_PER_MINUTE;
  }

  private double seconds(FaultEvent event) {
    return (double) (Micros.of(event.at()) - start) / Micros.PER_SECOND;
  }

  private static double lasted(FaultEvent event) {
    return event.lasted().toMillis() / 1_000.0 / Timeline.SECONDS_PER_MINUTE;
  }
}
