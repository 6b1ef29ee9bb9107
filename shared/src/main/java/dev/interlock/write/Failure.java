package dev.interlock.write;

/// What a failed attempt means for what was written, and so what may be done next.
enum Failure {
  /// Aborted, definitely: run it again after a wait.
  CONFLICT,
  /// No connection, so nothing was sent: try again.
  NOT_CONNECTED,
  /// The server accepts no writes, because it is a standby or about to become one. Nothing was
  /// written; connecting again finds the primary.
  NOT_PRIMARY,
  /// The connection was lost under the statement: it may have committed. Running it again under the
  /// same key is safe and tells.
  UNKNOWN,
  /// Trying again would not help.
  DEFECT
}
