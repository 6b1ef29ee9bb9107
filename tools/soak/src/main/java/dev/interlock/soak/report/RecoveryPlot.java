package dev.interlock.soak.report;

import dev.interlock.plots.Strokes;
import dev.interlock.soak.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// The time until the first success after a fault, each kind of fault in a row.
final class RecoveryPlot {
  private static final double SMALLEST_MILLIS = 0.1;
  // Extends the mark of a single value, so that it is visible.
  private static final double MARK = 1.04;

  private RecoveryPlot() {}

  static JFreeChart of(Faults faults) {
    Map<Fault, Recovery> recoveries = faults.recoveries();
    List<String> names = new ArrayList<>();
    XYSeries all = Strokes.series("all");
    XYSeries most = Strokes.series("half of them");
    XYSeries median = Strokes.series("p50");
    XYSeries late = Strokes.series("p99");
    double top = 10;
    for (Map.Entry<Fault, Recovery> each : recoveries.entrySet()) {
      Histogram micros = each.getValue().micros();
      int row = names.size();
      names.add(each.getKey() + " (" + micros.getTotalCount() + ")");
      if (micros.getTotalCount() > 0) {
        row(all, row, millis(micros, 0), millis(micros, 100));
        row(most, row, millis(micros, 25), millis(micros, 75));
        row(median, row, millis(micros, 50) / MARK, millis(micros, 50) * MARK);
        row(late, row, millis(micros, 99) / MARK, millis(micros, 99) * MARK);
        top = Math.max(top, millis(micros, 100));
      }
    }
    LogAxis axis =
        Strokes.logarithmic("ms until the first success", SMALLEST_MILLIS / MARK, top * 1.5);
    XYSeriesCollection rows = new XYSeriesCollection();
    List.of(all, most, median, late).forEach(rows::addSeries);
    XYPlot plot =
        new XYPlot(
            rows, axis, Strokes.names(names.isEmpty() ? List.of("none") : names), renderer());
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    return new JFreeChart(
        "Time until the first success, by kind of fault",
        JFreeChart.DEFAULT_TITLE_FONT,
        plot,
        true);
  }

  private static void row(XYSeries series, int row, double from, double to) {
    Strokes.segment(series, new double[] {from, row}, new double[] {to, row});
  }

  private static double millis(Histogram micros, double percentile) {
    return Math.max(SMALLEST_MILLIS, Latencies.millis(micros, percentile));
  }

  /// The last drawn is in front.
  private static XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = Strokes.lines();
    Strokes.style(renderer, 0, Strokes.BLACK, 1);
    Strokes.style(renderer, 1, Strokes.SKY, 8);
    Strokes.style(renderer, 2, Strokes.BLACK, 12);
    Strokes.style(renderer, 3, Strokes.RED, 12);
    return renderer;
  }
}
