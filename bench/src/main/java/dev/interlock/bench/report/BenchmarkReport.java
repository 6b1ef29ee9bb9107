package dev.interlock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the figures to a folder: `figures.json` for programs and for the next run, the page
/// `README.md` and its plots for people.
public final class BenchmarkReport {
  private BenchmarkReport() {}

  /// Replaces the earlier runs of the same parts, and rewrites all files. Without runs it rewrites
  /// the page from the existing figures. On one machine, the same figures and notes always give the
  /// same bytes. Without fonts there are no plots.
  ///
  /// @param folder is created if necessary; `notes.md` in it is read, and never written
  /// @return the claims and their outcomes, as a table for a terminal
  public static String write(Path folder, List<PartRun> runs) throws IOException {
    Files.createDirectories(folder);
    Measurements all = FiguresFile.read(folder).and(runs);
    List<JudgedClaim> claims = JudgedClaim.all(all.figures());
    // The figures first: they cannot be restored without measuring again.
    FiguresFile.write(folder, all);
    List<Charts.Chart> charts = Charts.write(folder, all.figures());
    Files.writeString(
        folder.resolve("README.md"),
        new BenchmarkPage(all, claims, charts, Notes.in(folder)).write());
    return new ClaimTable(claims).plain();
  }
}
