package dev.interlock.local.report;

import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;

/// The plots of a report, as SVG files beside its page.
final class Plots {
  private Plots() {}

  /// Whether there could be any: the JVM measures text even where it does not draw it, and without
  /// fontconfig and a font it cannot. A soak must not fail at its end for want of a font.
  static boolean write(Path folder, Setup setup, Figures figures) throws IOException {
    // A display that cannot be reached would stop AWT, and none is needed.
    System.setProperty("java.awt.headless", "true");
    if (!fontsPresent()) {
      return false;
    }
    Timeline timeline = new Timeline(figures, "seed " + setup.seed());
    Svg.write(timeline.latency(), folder.resolve("latency.svg"));
    Svg.write(timeline.throughput(), folder.resolve("throughput.svg"));
    Svg.write(RecoveryPlot.of(figures.faults()), folder.resolve("recovery.svg"));
    return true;
  }

  private static boolean fontsPresent() {
    try {
      return !new Font(Font.SANS_SERIF, Font.PLAIN, 12).getFamily().isEmpty();
    } catch (RuntimeException | LinkageError noFontconfigOrNoAwt) {
      return false;
    }
  }
}
