package dev.interlock.client;

import java.util.Optional;

/// What became of a command.
///
/// @param <T> what an accepted one returns
public sealed interface CommandOutcome<T extends Receipt> {

  /// It took effect, once.
  ///
  /// @param replayed whether an earlier attempt had been accepted, and this is its answer
  /// @param etag the new version, of a permission change
  record Accepted<T extends Receipt>(T receipt, boolean replayed, Optional<String> etag)
      implements CommandOutcome<T> {}

  /// It was refused, and its key keeps the refusal for ever. Fix the cause, then send a new
  /// command.
  ///
  /// @param replayed whether an earlier attempt had been refused, and this is its answer
  record Refused<T extends Receipt>(KeptRefusal refusal, boolean replayed)
      implements CommandOutcome<T> {}

  /// The request, its token or its path is wrong, and nothing was written. Fix it: its key is still
  /// free, unless the problem is `idempotency-key-reused`.
  record Rejected<T extends Receipt>(ApiAnswer answer) implements CommandOutcome<T> {}

  /// The time was up, and nothing was written. Send the same command again, or drop it.
  ///
  /// @param last the answer to the last attempt
  record NotWritten<T extends Receipt>(KeyedCommand<T> command, ApiAnswer last)
      implements CommandOutcome<T> {}

  /// It may have taken effect, or may yet. Keep the command and send it again later: it never takes
  /// effect twice, and its answer is the truth.
  ///
  /// @param last the answer to the last attempt, if one came. If it is a rejection, sending again
  ///   is of no use before its cause is fixed
  record Unknown<T extends Receipt>(KeyedCommand<T> command, Optional<ApiAnswer> last)
      implements CommandOutcome<T> {}
}
