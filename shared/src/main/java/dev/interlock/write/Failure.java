package dev.interlock.write;

/// The meaning of a failed attempt: whether anything was written, and what to do next.
enum Failure {
  /// Definitely aborted: run it again after a wait.
  CONFLICT,
  /// No connection, so nothing was sent: try again.
  NOT_CONNECTED,
  /// The server accepts no writes, because it is a standby or about to become one. Nothing was
  /// written; connecting again finds the primary.
  NOT_PRIMARY,
  /// The connection was lost during the statement, which may have committed. Running it again under
  /// the same key is safe, and returns the outcome.
  UNKNOWN,
  /// Retrying would not help.
  DEFECT
}
