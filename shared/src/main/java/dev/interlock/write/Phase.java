package dev.interlock.write;

/// When a failure occurred: the meaning of an SQLSTATE depends on it.
enum Phase {
  /// Before there was a connection, so nothing was sent.
  CONNECTING,
  /// After a statement was sent.
  STATEMENT
}
