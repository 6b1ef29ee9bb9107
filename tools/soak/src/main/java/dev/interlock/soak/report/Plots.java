package dev.interlock.soak.report;

import dev.interlock.plots.Svg;
import java.io.IOException;
import java.nio.file.Path;

/// The plots of a report, as SVG files beside its page.
final class Plots {
  private Plots() {}

  /// Whether plots could be drawn.
  static boolean write(Path folder, Setup setup, Figures figures) throws IOException {
    if (!Svg.possible()) {
      return false;
    }
    Timeline timeline = new Timeline(figures, "seed " + setup.seed());
    Svg.write(timeline.latency(), folder.resolve("latency.svg"));
    Svg.write(timeline.throughput(), folder.resolve("throughput.svg"));
    Svg.write(RecoveryPlot.of(figures.faults()), folder.resolve("recovery.svg"));
    return true;
  }
}
