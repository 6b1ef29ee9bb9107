package dev.interlock.plots;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.w3c.dom.Document;

/// Writes charts as SVG with real text, in fonts that every browser has.
public final class Svg {
  static final int WIDTH = 960;
  static final int HEIGHT = 560;
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";
  private static final boolean CSS = true;
  private static final boolean TEXT_AS_TEXT = false;

  private Svg() {}

  /// Whether charts can be drawn: the JVM must measure text, which needs fontconfig and a font. A
  /// long run must not fail at its end because a font is missing.
  public static boolean possible() {
    // An unreachable display would stop AWT, and none is needed.
    System.setProperty("java.awt.headless", "true");
    try {
      return !new Font(Font.SANS_SERIF, Font.PLAIN, 12).getFamily().isEmpty();
    } catch (RuntimeException | LinkageError noFontconfigOrNoAwt) {
      return false;
    }
  }

  public static void write(JFreeChart chart, Path file) throws IOException {
    write(chart, HEIGHT, file);
  }

  public static void write(JFreeChart chart, int height, Path file) throws IOException {
    theme().apply(chart);
    SVGGraphics2D graphics = new SVGGraphics2D(context(), TEXT_AS_TEXT);
    graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
    chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    try (Writer out = Files.newBufferedWriter(file)) {
      graphics.stream(out, CSS);
    }
  }

  private static StandardChartTheme theme() {
    StandardChartTheme theme = new StandardChartTheme("plain");
    theme.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    theme.setLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    theme.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    theme.setSmallFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    theme.setPlotBackgroundPaint(Color.WHITE);
    theme.setDomainGridlinePaint(Color.LIGHT_GRAY);
    theme.setRangeGridlinePaint(Color.LIGHT_GRAY);
    theme.setShadowVisible(false);
    return theme;
  }

  /// No browser knows AWT's name for its default font.
  private static SVGGeneratorContext context() {
    SVGGeneratorContext.GraphicContextDefaults defaults =
        new SVGGeneratorContext.GraphicContextDefaults();
    defaults.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setGraphicContextDefaults(defaults);
    return context;
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's own XML is not as it comes", e);
    }
  }
}
