package dev.interlock.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes what was measured into a folder: `figures.json` for programs and for the next run, the
/// page `README.md` and its plots for people.
public final class BenchmarkReport {
  private BenchmarkReport() {}

  /// Adds runs to what is known there already, each in the place of an earlier one of its part, and
  /// writes everything anew; so no runs at all write the page anew from the figures that are there.
  /// The same figures and notes make the same bytes, on one machine. Without fonts there are no
  /// plots.
  ///
  /// @param folder is made if it is not there; `notes.md` in it is read, and never written
  /// @return the claims and what has become of them, as a table for a terminal
  public static String write(Path folder, List<PartRun> runs) throws IOException {
    Files.createDirectories(folder);
    Measurements all = FiguresFile.read(folder).and(runs);
    List<JudgedClaim> claims = JudgedClaim.all(all.figures());
    // First what cannot be had again without measuring again.
    FiguresFile.write(folder, all);
    List<Charts.Chart> charts = Charts.write(folder, all.figures());
    Files.writeString(
        folder.resolve("README.md"),
        new BenchmarkPage(all, claims, charts, Notes.in(folder)).write());
    return new ClaimTable(claims).plain();
  }
}
