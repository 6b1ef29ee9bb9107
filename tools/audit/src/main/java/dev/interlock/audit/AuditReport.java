package dev.interlock.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.api.Timestamps;
import dev.interlock.audit.seal.Seal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The outcome of an audit: a line per invariant, then the rows that break one.
public final class AuditReport {

  private final List<Finding> findings;
  private final List<UnauditedOperation> unaudited;
  private final Duration clockTolerance;
  private final Optional<Seal> seal;

  AuditReport(List<Finding> findings) {
    this(findings, List.of(), Duration.ZERO, Optional.empty());
  }

  AuditReport(
      List<Finding> findings,
      List<UnauditedOperation> unaudited,
      Duration clockTolerance,
      Optional<Seal> seal) {
    this.findings = List.copyOf(findings);
    this.unaudited = List.copyOf(unaudited);
    this.clockTolerance = clockTolerance;
    this.seal = seal;
  }

  /// Whether no invariant is broken.
  public boolean passed() {
    return broken().isEmpty();
  }

  /// Whether every invariant could be checked.
  public boolean complete() {
    return unchecked().isEmpty();
  }

  /// Prints the whole report as plain text.
  public void print(PrintStream out) {
    int width = findings.stream().mapToInt(finding -> finding.invariant().length()).max().orElse(9);
    String line = "%-" + width + "s  %12s  %12s%n";
    out.printf(line, "invariant", "rows", "offences");
    for (Finding finding : findings) {
      if (finding.checked()) {
        out.printf(line, finding.invariant(), finding.examined(), finding.offences());
      } else {
        out.printf(line, finding.invariant(), "-", "not checked");
      }
    }
    broken().forEach(finding -> printOffenders(finding, out));
    for (Finding finding : unchecked()) {
      out.printf("%nNOT CHECKED: %s%n  %s%n", finding.invariant(), printable(finding.obstacle()));
    }
    printScope(out);
    out.printf("%n%d invariants, %d broken", findings.size(), broken().size());
    out.println(complete() ? "" : ", " + unchecked().size() + " not checked");
  }

  private void printScope(PrintStream out) {
    if (!unaudited.isEmpty()) {
      out.printf("%nnot audited, because the audit does not know these operations:%n");
      unaudited.forEach(operation -> out.printf("  %s%n", printable(operation.toString())));
    }
    if (clockTolerance.isPositive()) {
      out.printf("%nclock tolerance: %d ms%n", clockTolerance.toMillis());
    }
    seal()
        .ifPresent(made ->
            out.printf(
                "%nsealed: %d rows, until %s%nseal: %s%n",
                made.rows(), Timestamps.rfc3339(made.until()), made.digest()));
  }

  /// The whole report as JSON, in the form of docs/audit.schema.json.
  public String json() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("passed", passed()).put("complete", complete());
    report.put("clockToleranceMillis", clockTolerance.toMillis());
    ArrayNode invariants = report.putArray("invariants");
    for (Finding finding : findings) {
      ObjectNode invariant =
          invariants.addObject().put("id", finding.id()).put("name", finding.invariant());
      if (finding.checked()) {
        invariant.put("examined", finding.examined()).put("offences", finding.offences());
        finding.offendersShown().forEach(invariant.putArray("offenders")::add);
      } else {
        invariant.put("obstacle", finding.obstacle());
      }
    }
    ArrayNode notAudited = report.putArray("notAudited");
    for (UnauditedOperation each : unaudited) {
      notAudited.addObject().put("operation", each.operation()).put("keys", each.keys());
    }
    seal()
        .ifPresent(made ->
            report
                .putObject("seal")
                .put("until", Timestamps.rfc3339(made.until()))
                .put("rows", made.rows())
                .put("digest", made.digest()));
    return report.toPrettyString();
  }

  /// The finding of each invariant, in the order of the report.
  public List<Finding> findings() {
    return findings;
  }

  /// The operations that have stored keys and are not audited.
  public List<UnauditedOperation> unaudited() {
    return unaudited;
  }

  /// The seal, if one was asked for. A database with an invariant that is broken or could not be
  /// checked is not sealed: what is wrong would count as right from then on.
  public Optional<Seal> seal() {
    return passed() && complete() ? seal : Optional.empty();
  }

  /// Those that are broken.
  public List<Finding> broken() {
    return findings.stream().filter(Finding::broken).toList();
  }

  List<Finding> unchecked() {
    return findings.stream().filter(finding -> !finding.checked()).toList();
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
