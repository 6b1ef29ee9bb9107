package dev.interlock.audit;

import java.io.PrintStream;
import java.util.List;

/// The outcome of an audit: a line per invariant, then the rows that break one.
public final class AuditReport {

  private final List<Finding> findings;

  AuditReport(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /// Whether every invariant holds.
  public boolean passed() {
    return findings.stream().noneMatch(Finding::broken);
  }

  /// Prints the whole report as plain text.
  public void print(PrintStream out) {
    int width = findings.stream().mapToInt(finding -> finding.invariant().length()).max().orElse(9);
    String line = "%-" + width + "s  %12s  %12s%n";
    out.printf(line, "invariant", "rows", "offences");
    findings.forEach(f -> out.printf(line, f.invariant(), f.examined(), f.offences()));
    broken().forEach(finding -> printOffenders(finding, out));
    out.printf("%n%d invariants, %d broken%n", findings.size(), broken().size());
  }

  /// The finding of each invariant, in the order of the report.
  public List<Finding> findings() {
    return findings;
  }

  List<Finding> broken() {
    return findings.stream().filter(Finding::broken).toList();
  }

  private static void printOffenders(Finding finding, PrintStream out) {
    out.printf("%nBROKEN: %s%n", finding.invariant());
    finding.offendersShown().forEach(row -> out.printf("  %s%n", printable(row)));
    long more = finding.offences() - finding.offendersShown().size();
    if (more > 0) {
      out.printf("  and %d more%n", more);
    }
  }

  /// A tampered row must not be able to control the terminal that shows it.
  private static String printable(String row) {
    return row.replaceAll("\\p{Cc}", "\uFFFD");
  }
}
