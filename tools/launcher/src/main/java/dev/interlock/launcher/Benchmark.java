package dev.interlock.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Measures Interlock. The benchmark's module provides it as a service, because the launcher must
/// start without that module.
public interface Benchmark {
  /// How to measure.
  ///
  /// @param root the checkout
  /// @param report the folder of figures, plots and page
  /// @param quick whether only to check that everything runs
  /// @param progress receives lines about the progress
  record Settings(Path root, Path report, boolean quick, Consumer<String> progress) {}

  /// The names of its parts, in the order of a run.
  List<String> parts();

  /// Measures a part, and replaces its figures in the report.
  ///
  /// @param command repeats the run, for the report
  /// @return the claims and their outcomes, as a table
  String measure(String part, String command, Settings settings) throws Exception;

  /// Rewrites page and plots from the figures.
  ///
  /// @return the claims and their outcomes, as a table
  String rewrite(Path report) throws IOException;
}
