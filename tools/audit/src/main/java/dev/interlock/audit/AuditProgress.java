package dev.interlock.audit;

/// Hears of the progress of an audit.
@FunctionalInterface
public interface AuditProgress {

  /// Nobody listens.
  AuditProgress NONE = (checked, total) -> {};

  /// So many of all invariants have been checked.
  void checked(int checked, int total);
}
