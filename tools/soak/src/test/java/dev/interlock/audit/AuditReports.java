package dev.interlock.audit;

import java.util.List;
import java.util.stream.Stream;

/// Reports of audits that never were, for tests of what is made of them.
public final class AuditReports {
  private AuditReports() {}

  public static AuditReport of(List<Finding> findings) {
    return new AuditReport(findings);
  }

  /// The invariants that an audit of a database and a history examines.
  public static List<String> invariants() {
    return Stream.concat(
            Stream.of(Audit.INVARIANTS, Audit.OF_HISTORY)
                .flatMap(List::stream)
                .map(Invariant::name),
            Stream.of(EffectOrder.WITHOUT_CYCLES, EffectOrder.IN_REAL_TIME))
        .toList();
  }
}
