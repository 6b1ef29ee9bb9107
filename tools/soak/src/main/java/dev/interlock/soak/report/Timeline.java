package dev.interlock.soak.report;

import dev.interlock.plots.Strokes;
import java.awt.Color;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.Range;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// A soak over time: measurements above; below them a row for each kind of process fault, and
/// counts of the other faults.
final class Timeline {
  static final int COLUMNS_MAX = 480;
  static final double SECONDS_PER_MINUTE = 60;
  private static final double SMALLEST_MILLIS = 0.1;

  private final FaultStrips faults;
  private final String subject;
  private final int secondsPerColumn;
  private final List<Second> columns;
  private final double minutes;

  Timeline(Figures figures, String subject) {
    this.subject = subject;
    int seconds = figures.seconds().length();
    this.secondsPerColumn = Math.max(1, Math.ceilDiv(seconds, COLUMNS_MAX));
    this.columns = figures.seconds().columns(secondsPerColumn);
    this.minutes = Math.max(1, seconds) / SECONDS_PER_MINUTE;
    this.faults = new FaultStrips(figures, secondsPerColumn, minutes);
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

  static void paint(XYPlot plot, Color... colors) {
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
    faults.markBehind(measured);
    all.add(measured, 6);
    all.add(faults.ofProcesses(), 3);
    all.add(faults.ofOthers(), 2);
    return new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, all, true);
  }

  private double columnMinutes() {
    return secondsPerColumn / SECONDS_PER_MINUTE;
  }
}
