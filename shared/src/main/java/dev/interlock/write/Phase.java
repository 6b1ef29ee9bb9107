package dev.interlock.write;

/// Where a failure met us: the same SQLSTATE means another thing before a statement than under it.
enum Phase {
  /// No connection yet, so nothing was sent.
  CONNECTING,
  /// A statement was on its way.
  STATEMENT
}
