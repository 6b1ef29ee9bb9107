package dev.interlock.testkit.failures;

import dev.interlock.wire.Request;

/// A statement that a request may send, to be broken there.
public enum StruckStatement {
  /// Decides, and accepts.
  ACCEPTS,
  /// Decides, and refuses with a verdict that is kept.
  REFUSES,
  /// Finds the key taken instead of deciding.
  FINDS_THE_KEY_TAKEN,
  /// Reads the verdict under a taken key.
  REMEMBERS,
  /// Finds out after a lock timeout whether the lock was the key's.
  PROBES_THE_KEY,
  /// Answers a read.
  READS;

  /// Whether the key has its verdict before the request is sent.
  boolean comesAfterTheDecision() {
    return this == FINDS_THE_KEY_TAKEN || this == REMEMBERS;
  }

  /// Whether the key has its verdict once this is executed.
  boolean decides() {
    return this == ACCEPTS || this == REFUSES;
  }

  /// Says whether a turn is this statement, for a request under this key.
  public boolean isIn(Request turn, String key) {
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
