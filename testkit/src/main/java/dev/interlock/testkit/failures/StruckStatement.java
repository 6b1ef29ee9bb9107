package dev.interlock.testkit.failures;

import dev.interlock.wire.Request;

/// A statement on the way of a request to its answer, to be struck there.
enum StruckStatement {
  /// Decides, and accepts.
  ACCEPTS,
  /// Decides, and refuses by a verdict that is kept.
  REFUSES,
  /// Would decide, and finds the key taken.
  FINDS_THE_KEY_TAKEN,
  /// Reads what was decided under a taken key.
  REMEMBERS,
  /// Finds out, after a lock that was waited for in vain, whether that was the key's.
  PROBES_THE_KEY,
  /// Answers a read.
  READS;

  /// Whether the key has its verdict before the request is sent.
  boolean comesAfterTheDecision() {
    return this == FINDS_THE_KEY_TAKEN || this == REMEMBERS;
  }

  /// Whether the key has its verdict when this was carried out.
  boolean decides() {
    return this == ACCEPTS || this == REFUSES;
  }

  /// Says whether a turn is this statement, for a request under this key.
  boolean isIn(Request turn, String key) {
    var parameters = turn.parameters();
    return switch (this) {
      case ACCEPTS, REFUSES, FINDS_THE_KEY_TAKEN ->
          parameters.size() > 5 && parameters.get(1).equals(key);
      case REMEMBERS -> parameters.size() == 3 && parameters.get(2).equals(key);
      case PROBES_THE_KEY -> parameters.size() == 5 && parameters.get(3).equals(key);
      case READS -> !parameters.isEmpty();
    };
  }
}
