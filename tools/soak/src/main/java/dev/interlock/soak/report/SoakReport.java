package dev.interlock.soak.report;

import dev.interlock.audit.AuditReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The report of a soak: `report.json`, the page `README.md` and its plots, made from the files
/// that the soak has written to the same folder.
public final class SoakReport {
  static final String HISTORY = "history.jsonl";
  static final String FAULTS = "faults.jsonl";

  private SoakReport() {}

  /// Reads `history.jsonl` and `faults.jsonl` as streams. The same files and findings give the same
  /// bytes on the same machine. Without fonts the page has no plots and says so.
  ///
  /// @param audit of the database after the soak, the history's invariants included
  public static void write(Path folder, Setup setup, AuditReport audit) throws IOException {
    Figures figures = Figures.of(folder.resolve(HISTORY), folder.resolve(FAULTS));
    boolean plotted = Plots.write(folder, setup, figures);
    Files.writeString(folder.resolve("report.json"), new JsonForm(setup, figures, audit).write());
    Files.writeString(folder.resolve("README.md"), new Page(setup, figures, audit).write(plotted));
  }
}
