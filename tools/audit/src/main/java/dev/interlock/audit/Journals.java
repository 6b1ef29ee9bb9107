package dev.interlock.audit;

/// The journals of all operations as one, for invariants that hold for every operation alike.
final class Journals {

  /// Defines the common table expression `journal`: see [dev.interlock.audit.operation.Journal].
  static final String WITH_JOURNAL = "WITH journal AS (\n" + Invariant.ENTRIES + ")\n";

  private Journals() {}
}
