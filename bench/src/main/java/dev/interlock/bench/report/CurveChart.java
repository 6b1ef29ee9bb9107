package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import dev.interlock.plots.Strokes;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/// A metric along a growing condition: a line per contender, with minimum and maximum at each
/// point, and one panel below the other for the other conditions.
final class CurveChart {
  private static final int PANEL_HEIGHT = 170;
  private static final int FRAME_HEIGHT = 130;
  private static final double FAR = 1_000;
  private static final double SMALLEST = 0.01;
  private static final float[] DASHES = {5, 4};
  // A contender that was measured at one point only has no line.
  private static final Shape POINT = new Ellipse2D.Double(-3, -3, 6, 6);
  private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  private final String along;
  private final Map<String, List<Figure>> panels;
  private final List<String> contenders;

  /// @param along the condition that grows
  /// @param panels by title: figures of one metric, or of two, of which the second is dashed
  CurveChart(String along, Map<String, List<Figure>> panels) {
    this.along = along;
    this.panels = panels;
    this.contenders =
        ContenderLegend.inOrder(
            panels.values().stream().flatMap(List::stream).map(Figure::contender).toList());
  }

  int height() {
    return FRAME_HEIGHT + PANEL_HEIGHT * panels.size();
  }

  JFreeChart chart(String title) {
    CombinedDomainXYPlot all = new CombinedDomainXYPlot(domain());
    all.setGap(14);
    panels.forEach((name, figures) -> all.add(panel(name, figures)));
    all.setFixedLegendItems(legend());
    JFreeChart chart = new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, all, true);
    // The label of the last point extends beyond it.
    chart.setPadding(new RectangleInsets(0, 0, 0, 40));
    return chart;
  }

  private ValueAxis domain() {
    double[] ends =
        panels.values().stream().flatMap(List::stream).mapToDouble(this::at).sorted().toArray();
    double last = ends[ends.length - 1];
    LogAxis axis = Strokes.logarithmic(along, ends[0] / 1.2, last * 1.2);
    axis.setBase(last > FAR ? 10 : 2);
    return axis;
  }

  private double at(Figure figure) {
    return NaturalOrder.amount(figure.conditions().getOrDefault(along, "")).orElse(1);
  }

  private XYPlot panel(String name, List<Figure> figures) {
    List<String> metrics = figures.stream().map(Figure::metric).distinct().toList();
    XYPlot plot = new XYPlot(null, null, range(name, figures, metrics.size() > 1), null);
    for (int i = 0; i < metrics.size(); i++) {
      String metric = metrics.get(i);
      plot.setDataset(
          i, lines(figures.stream().filter(each -> each.metric().equals(metric)).toList()));
      plot.setRenderer(i, renderer(i > 0));
    }
    return plot;
  }

  /// Rates start at 0, so that lengths can be compared; two percentiles are too far apart for that.
  private static ValueAxis range(String name, List<Figure> figures, boolean logarithmic) {
    String label = name + ", " + figures.getFirst().unit();
    double most =
        figures.stream().mapToDouble(Figure::most).filter(Double::isFinite).max().orElse(1);
    if (logarithmic) {
      double least =
          figures.stream().mapToDouble(Figure::least).filter(each -> each > 0).min().orElse(1);
      return Strokes.logarithmic(
          label, Math.max(SMALLEST, least / 1.5), Math.max(SMALLEST * 10, most * 1.5));
    }
    NumberAxis axis = new NumberAxis(label);
    axis.setRange(0, Math.max(SMALLEST, most * 1.1));
    return axis;
  }

  private YIntervalSeriesCollection lines(List<Figure> figures) {
    YIntervalSeriesCollection lines = new YIntervalSeriesCollection();
    for (String contender : contenders) {
      YIntervalSeries line = new YIntervalSeries(contender);
      figures.stream()
          .filter(figure -> figure.contender().equals(contender))
          .sorted(Comparator.comparingDouble(this::at))
          .forEach(figure ->
              Spread.of(figure.values())
                  .ifPresent(
                      each -> line.add(at(figure), each.median(), each.least(), each.most())));
      lines.addSeries(line);
    }
    return lines;
  }

  private XYErrorRenderer renderer(boolean dashed) {
    XYErrorRenderer renderer = new XYErrorRenderer();
    renderer.setDefaultLinesVisible(true);
    renderer.setDefaultShapesVisible(true);
    renderer.setAutoPopulateSeriesShape(false);
    renderer.setDefaultShape(POINT);
    renderer.setDrawXError(false);
    renderer.setCapLength(5);
    // Otherwise a theme overrides colours and strokes.
    renderer.setAutoPopulateSeriesPaint(false);
    renderer.setAutoPopulateSeriesStroke(false);
    renderer.setErrorStroke(new BasicStroke(1));
    for (int i = 0; i < contenders.size(); i++) {
      renderer.setSeriesPaint(i, Strokes.color(i));
      float width = i == 0 ? 2.4f : 1.4f;
      renderer.setSeriesStroke(
          i,
          dashed
              ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0)
              : new BasicStroke(width));
    }
    return renderer;
  }

  private LegendItemCollection legend() {
    LegendItemCollection legend = new LegendItemCollection();
    for (int i = 0; i < contenders.size(); i++) {
      LegendItem item = new LegendItem(contenders.get(i), Strokes.color(i));
      item.setLabelFont(SMALL);
      legend.add(item);
    }
    return legend;
  }
}
