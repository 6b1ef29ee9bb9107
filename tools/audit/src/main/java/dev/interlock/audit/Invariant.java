package dev.interlock.audit;

/// A rule that holds in every database, with a query that counts the rows it applies to and a query
/// that returns the offending rows. Programs refer to it by its id; its name is for people and may
/// be reworded at any time.
///
/// Versions are contiguous and journals hold the value after each change, so history is checked by
/// sorting: no query may cost more than n log n. Queries are plain enough for PostgreSQL 15+ and
/// CockroachDB 24+, add amounts as `numeric` (a tampered row must be reported, not overflow) and
/// cast nothing that a tampered row could hold in another form.
///
/// @param obstacle a query that returns the reason if the invariant cannot be checked in this
///   database, or no row; empty when it always can
record Invariant(String id, String name, String examined, String offenders, String obstacle) {

  /// Stands for [AuditSettings#clockTolerance] in a query.
  static final String CLOCK_TOLERANCE = ":clock_tolerance";

  /// Stands for [AuditSettings#functionRole] in a query.
  static final String FUNCTION_ROLE = ":function_role";

  /// Stands for the entries of all operations in a query.
  static final String ENTRIES = ":entries_of_operations";

  /// Stands for the names of all operations that keep keys, as a list.
  static final String OPERATIONS = ":names_of_operations";

  /// Stands for the refusals of all operations: rows of operation, verdict and a regular expression
  /// for the detail.
  static final String REFUSALS = ":refusals_of_operations";

  /// Stands for the kinds of resources that are described, as a list.
  static final String KINDS = ":kinds_of_resources";

  Invariant(String id, String name, String examined, String offenders) {
    this(id, name, examined, offenders, "");
  }
}
