package dev.interlock.bench.report;

import dev.interlock.bench.part.Figure;
import dev.interlock.plots.Strokes;
import java.awt.BasicStroke;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.renderer.category.StatisticalLineAndShapeRenderer;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;

/// A metric without a growing condition: a bar per contender, with minimum and maximum, in a group
/// per subject and conditions.
final class BarChart {
  private static final int FRAME_HEIGHT = 130;
  private static final int BAR_HEIGHT = 18;
  private static final int GAP_HEIGHT = 20;
  private static final double BETWEEN_BARS = 0.1;
  private static final double BYTES_PER_KIB = 1024;

  private final Collection<Figure> figures;
  private final List<String> contenders;
  private final String unit;
  private final double scale;

  /// @param figures of one metric and unit; at least one
  BarChart(Collection<Figure> figures) {
    this.figures = figures;
    this.contenders = ContenderLegend.inOrder(figures.stream().map(Figure::contender).toList());
    String measured = figures.iterator().next().unit();
    this.unit = measured.equals("B") ? "KiB" : measured;
    this.scale = measured.equals("B") ? 1 / BYTES_PER_KIB : 1;
  }

  int height() {
    long groups = figures.stream().map(BarChart::group).distinct().count();
    return (int) (FRAME_HEIGHT + groups * (GAP_HEIGHT + BAR_HEIGHT * contenders.size()));
  }

  private static String group(Figure figure) {
    StringJoiner group = new StringJoiner(", ").add(figure.subject());
    figure.conditions().forEach((name, value) -> group.add(name + " " + value));
    return group.toString();
  }

  JFreeChart chart(String title) {
    DefaultCategoryDataset medians = new DefaultCategoryDataset();
    DefaultStatisticalCategoryDataset spreads = new DefaultStatisticalCategoryDataset();
    // The first value of a series fixes its place, so contenders come in the order of the legend.
    for (String contender : contenders) {
      for (Figure figure : figures) {
        if (figure.contender().equals(contender)) {
          Spread.of(figure.values())
              .ifPresent(spread -> {
                medians.addValue(spread.median() * scale, contender, group(figure));
                double least = spread.least() * scale;
                double most = spread.most() * scale;
                spreads.add((least + most) / 2, (most - least) / 2, contender, group(figure));
              });
        }
      }
    }
    NumberAxis values = new NumberAxis(unit);
    values.setAutoRangeIncludesZero(true);
    CategoryPlot plot = new CategoryPlot(medians, new CategoryAxis(), values, bars());
    plot.setDataset(1, spreads);
    plot.setRenderer(1, whiskers());
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    return new JFreeChart(title, JFreeChart.DEFAULT_TITLE_FONT, plot, true);
  }

  private BarRenderer bars() {
    BarRenderer bars = new BarRenderer();
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setItemMargin(BETWEEN_BARS);
    // Otherwise a theme overrides the colours.
    bars.setAutoPopulateSeriesPaint(false);
    for (int i = 0; i < contenders.size(); i++) {
      bars.setSeriesPaint(i, Strokes.color(i));
    }
    return bars;
  }

  /// From minimum to maximum, on top of the bar.
  private StatisticalLineAndShapeRenderer whiskers() {
    StatisticalLineAndShapeRenderer whiskers = new StatisticalLineAndShapeRenderer(false, false);
    whiskers.setUseSeriesOffset(true);
    whiskers.setItemMargin(BETWEEN_BARS);
    whiskers.setErrorIndicatorPaint(Strokes.BLACK);
    whiskers.setErrorIndicatorStroke(new BasicStroke(1));
    whiskers.setDefaultSeriesVisibleInLegend(false);
    return whiskers;
  }
}
