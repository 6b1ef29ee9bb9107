package dev.interlock.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A fault that was injected.
///
/// @param at when it began
/// @param lasted until it was repaired; zero for a fault of a moment
/// @param key of the request, if it struck one request
/// @param target what it struck: a function's logical id, `database`, or an operation's name
public record FaultEvent(
    Fault fault, Instant at, Duration lasted, Optional<String> key, String target) {

  /// The target of a fault that strikes all writes.
  public static final String DATABASE = "database";
}
