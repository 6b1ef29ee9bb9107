package dev.interlock.plots;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;

/// Draws the series of plots: each as one path, however long, with gaps for missing values.
public final class Strokes {
  /// Colours that colour-blind readers can distinguish (after Okabe and Ito).
  public static final Color BLUE = new Color(0x0072B2);

  public static final Color ORANGE = new Color(0xE69F00);
  public static final Color GREEN = new Color(0x009E73);
  public static final Color RED = new Color(0xD55E00);
  public static final Color PURPLE = new Color(0xCC79A7);
  public static final Color SKY = new Color(0x56B4E9);
  public static final Color BLACK = new Color(0x222222);
  public static final Color OLIVE = new Color(0x8A8A00);
  private static final Color[] ALL = {BLUE, RED, GREEN, PURPLE, ORANGE, SKY, BLACK, OLIVE};

  private Strokes() {}

  public static Color color(int number) {
    return ALL[number % ALL.length];
  }

  public static Color faint(Color color) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 50);
  }

  public static XYLineAndShapeRenderer lines() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setDrawSeriesLineAsPath(true);
    // Otherwise a theme overrides colours and strokes.
    renderer.setAutoPopulateSeriesPaint(false);
    renderer.setAutoPopulateSeriesStroke(false);
    return renderer;
  }

  /// Butt caps: a short stroke is exactly as long as its mark.
  public static void style(XYLineAndShapeRenderer renderer, int series, Paint paint, double width) {
    renderer.setSeriesPaint(series, paint);
    renderer.setSeriesStroke(
        series, new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
  }

  /// One label per power of ten.
  public static LogAxis logarithmic(String label, double from, double to) {
    LogAxis axis = new LogAxis(label);
    axis.setNumberFormatOverride(NumberFormat.getInstance(Locale.ROOT));
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setRange(from, to);
    return axis;
  }

  /// From top to bottom.
  public static SymbolAxis names(List<String> names) {
    SymbolAxis axis = new SymbolAxis("", names.toArray(String[]::new));
    axis.setInverted(true);
    axis.setGridBandsVisible(false);
    return axis;
  }

  /// Points in the order in which they were added: a line may be vertical.
  public static XYSeries series(String name) {
    return new XYSeries(name, false, true);
  }

  /// A line that is not connected to the next one of the series.
  public static void segment(XYSeries series, double[] from, double[] to) {
    series.add(from[0], from[1]);
    series.add(to[0], to[1]);
    series.add(to[0], Double.NaN);
  }
}
