package dev.interlock.local.report;

import dev.interlock.local.soak.Fault;
import dev.interlock.local.soak.FaultEvent;
import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.Range;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// A soak along its time: what was measured above, below it the faults of processes, each kind in a
/// row, and how many there were of the others.
final class Timeline {
  private static final int COLUMNS_MAX = 480;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double SMALLEST_MILLIS = 0.1;
  private static final List<Fault> OF_PROCESSES =
      Arrays.stream(Fault.values()).filter(fault -> fault.where() == Fault.Where.PROCESS).toList();

  private final Figures figures;
  private final String subject;
  private final int secondsPerColumn;
  private final List<Second> columns;
  private final double minutes;

  Timeline(Figures figures, String subject) {
    this.figures = figures;
    this.subject = subject;
    int seconds = figures.seconds().length();
    this.secondsPerColumn = Math.max(1, Math.ceilDiv(seconds, COLUMNS_MAX));
    this.columns = figures.seconds().columns(secondsPerColumn);
    this.minutes = Math.max(1, seconds) / SECONDS_PER_MINUTE;
  }

  JFreeChart latency() {
    XYSeriesCollection lines = new XYSeriesCollection();
    lines.addSeries(latencySeries("p50", 50));
    lines.addSeries(latencySeries("p99", 99));
    lines.addSeries(latencySeries("max", 100));
    double top = Math.max(10, highest(lines) * 1.5);
    XYPlot plot =
        new XYPlot(
            lines,
            null,
            Strokes.logarithmic("ms until answered", SMALLEST_MILLIS, top),
            Strokes.lines());
    paint(plot, Strokes.GREEN, Strokes.BLUE, Strokes.RED);
    return chart("Latency of requests, " + subject, plot);
  }

  JFreeChart throughput() {
    XYSeriesCollection lines = new XYSeriesCollection();
    lines.addSeries(rateSeries("accepted", Second::acceptedCount));
    lines.addSeries(rateSeries("refused", Second::refusedCount));
    lines.addSeries(rateSeries("unknown", Second::unknownCount));
    lines.addSeries(rateSeries("sent again", Second::resentCount));
    NumberAxis rate = new NumberAxis("a second");
    rate.setRange(0, Math.max(1, highest(lines) * 1.1));
    XYPlot plot = new XYPlot(lines, null, rate, Strokes.lines());
    paint(plot, Strokes.GREEN, Strokes.BLUE, Strokes.RED, Strokes.ORANGE);
    return chart("Throughput, " + subject, plot);
  }

  private static double highest(XYSeriesCollection lines) {
    Range values = DatasetUtils.findRangeBounds(lines);
    return values == null || Double.isNaN(values.getUpperBound()) ? 0 : values.getUpperBound();
  }

  private static void paint(XYPlot plot, Color... colors) {
    XYLineAndShapeRenderer renderer = (XYLineAndShapeRenderer) plot.getRenderer();
    for (int i = 0; i < colors.length; i++) {
      Strokes.style(renderer, i, colors[i], 1.3);
    }
  }

  private XYSeries latencySeries(String name, double percentile) {
    return series(
        name,
        column ->
            column.latencies().getTotalCount() == 0
                ? Double.NaN
                : Math.max(SMALLEST_MILLIS, Latencies.millis(column.latencies(), percentile)));
  }

  private XYSeries rateSeries(String name, ToDoubleFunction<Second> count) {
    return series(name, column -> count.applyAsDouble(column) / secondsPerColumn);
  }

  private XYSeries series(String name, ToDoubleFunction<Second> value) {
    XYSeries series = Strokes.series(name);
    for (int i = 0; i < columns.size(); i++) {
      series.add((i + 0.5) * columnMinutes(), value.applyAsDouble(columns.get(i)));
    }
    return series;
  }

  private JFreeChart chart(String title, XYPlot measured) {
    NumberAxis time = new NumberAxis("minutes");
    time.setRange(0, minutes);
    CombinedDomainXYPlot all = new CombinedDomainXYPlot(time);
    markProcessFaults(measured);
    all.add(measured, 6);
    all.add(processFaults(), 3);
    all.add(otherFaults(), 2);
    return new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, all, true);
  }

  /// Behind what was measured, in the colours of the rows below it.
  private void markProcessFaults(XYPlot measured) {
    Range height = measured.getRangeAxis().getRange();
    XYSeriesCollection marks = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = Strokes.lines();
    for (Fault kind : OF_PROCESSES) {
      int number = marks.getSeriesCount();
      XYSeries series = Strokes.series(kind.toString());
      eventsOf(kind).stream()
          .mapToDouble(event -> Math.floor(minute(event) / columnMinutes()) * columnMinutes())
          .distinct()
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

  /// A mark is as long as the fault lasted, and never too short to be seen.
  private XYPlot processFaults() {
    XYSeriesCollection rows = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = Strokes.lines();
    for (Fault kind : OF_PROCESSES) {
      int row = rows.getSeriesCount();
      XYSeries marks = Strokes.series(kind.toString());
      double drawnUntil = -1;
      for (FaultEvent event : eventsOf(kind)) {
        double from = Math.max(drawnUntil, minute(event));
        double until =
            Math.max(minute(event) + minutes / COLUMNS_MAX, minute(event) + lasted(event));
        if (until > from) {
          Strokes.segment(marks, new double[] {from, row}, new double[] {until, row});
          drawnUntil = until;
        }
      }
      rows.addSeries(marks);
      Strokes.style(renderer, row, Strokes.color(row), 8);
      renderer.setSeriesVisibleInLegend(row, false);
    }
    SymbolAxis axis = Strokes.names(OF_PROCESSES.stream().map(Fault::toString).toList());
    return new XYPlot(rows, null, axis, renderer);
  }

  private XYPlot otherFaults() {
    XYSeriesCollection rates = new XYSeriesCollection();
    rates.addSeries(faultRate("faults on the wire", Fault.Where.WIRE));
    rates.addSeries(faultRate("faults of callers", Fault.Where.CALLER));
    XYPlot plot = new XYPlot(rates, null, new NumberAxis("a second"), Strokes.lines());
    paint(plot, Strokes.PURPLE, Strokes.BLACK);
    plot.getRangeAxis().setLowerBound(0);
    return plot;
  }

  private XYSeries faultRate(String name, Fault.Where where) {
    double[] counts = new double[columns.size()];
    for (FaultEvent event : figures.faults().all()) {
      if (event.fault().where() == where) {
        counts[(int) (seconds(event) / secondsPerColumn)]++;
      }
    }
    XYSeries series = Strokes.series(name);
    for (int i = 0; i < counts.length; i++) {
      series.add((i + 0.5) * columnMinutes(), counts[i] / secondsPerColumn);
    }
    return series;
  }

  private List<FaultEvent> eventsOf(Fault kind) {
    return figures.faults().all().stream()
        .filter(event -> event.fault() == kind)
        .sorted(Comparator.comparing(FaultEvent::at))
        .toList();
  }

  private double minute(FaultEvent event) {
    return seconds(event) / SECONDS_PER_MINUTE;
  }

  private double seconds(FaultEvent event) {
    return (double) (Micros.of(event.at()) - figures.seconds().start()) / Micros.PER_SECOND;
  }

  private static double lasted(FaultEvent event) {
    return event.lasted().toMillis() / 1_000.0 / SECONDS_PER_MINUTE;
  }

  private double columnMinutes() {
    return secondsPerColumn / SECONDS_PER_MINUTE;
  }
}
