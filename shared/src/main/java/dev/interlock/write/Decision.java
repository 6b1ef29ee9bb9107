package dev.interlock.write;

import dev.interlock.api.ApiResponse;

/// A verdict, and whether it was reached by an earlier call under the same key.
///
/// @param word the verdict as it is remembered
/// @param <V> the function's verdicts
public record Decision<V>(String word, V verdict, boolean replayed) {

  /// Marks the answer to the verdict as a replay, if it is one; nothing else may differ.
  public ApiResponse mark(ApiResponse answer) {
    return replayed ? answer.replayed() : answer;
  }
}
