package dev.interlock.local.audit;

import java.util.List;

/// Reports of audits that never were, for tests of what is made of them.
public final class AuditReports {
  private AuditReports() {}

  public static AuditReport of(List<Finding> findings) {
    return new AuditReport(findings);
  }

  /// The invariants that an audit of a database examines.
  public static List<String> invariants() {
    return Audit.INVARIANTS.stream().map(Invariant::name).toList();
  }
}
