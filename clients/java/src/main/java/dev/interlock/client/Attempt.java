package dev.interlock.client;

import java.time.Instant;
import java.util.Optional;

/// One request that was sent, and its answer if one came.
///
/// @param call what was sent: every attempt of it is the same
/// @param number from 1, within a call of the client
/// @param sentAt before the first byte was sent
/// @param endedAt after the last byte was read, or when no answer was awaited any longer
/// @param failure why no answer came; empty if one did
public record Attempt(
    ApiCall call,
    int number,
    Instant sentAt,
    Instant endedAt,
    Optional<ApiAnswer> answer,
    Optional<Throwable> failure) {

  /// What it tells about a write.
  public AnswerMeaning meaning() {
    return AnswerMeaning.of(answer);
  }

  /// Whether the command may take effect, or have taken effect, by this attempt or by another call
  /// that the answer reports.
  boolean leavesOpen() {
    return meaning().leavesOpen(answer);
  }

  /// Whether it says what became of the command, however often it was sent before.
  boolean isFinal() {
    return meaning().isFinal(answer);
  }
}
