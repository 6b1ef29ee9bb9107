package dev.interlock.audit;

import java.util.List;
import java.util.stream.Stream;

/// Audit reports with given findings, for tests of what is made from them.
public final class AuditReports {
  private AuditReports() {}

  public static AuditReport of(List<Finding> findings) {
    return new AuditReport(findings);
  }

  /// The ids of the invariants that an audit of a database and a history examines.
  public static List<String> invariants() {
    return Stream.concat(
            Stream.of(Audit.INVARIANTS, Audit.OF_HISTORY).flatMap(List::stream).map(Invariant::id),
            Stream.of(EffectOrder.ACYCLIC_ID, EffectOrder.REAL_TIME_ID))
        .toList();
  }
}
