package dev.interlock.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A fault that was made.
///
/// @param at when it began
/// @param lasted until what was broken was put right again; zero for what breaks in a moment
/// @param key of the request it struck, where it struck one
/// @param target what it struck: a function's logical id, `database`, or an operation
public record FaultEvent(
    Fault fault, Instant at, Duration lasted, Optional<String> key, String target) {

  /// The target of what strikes everybody who writes.
  public static final String DATABASE = "database";
}
