package dev.interlock.api;

import dev.interlock.json.Json;
import java.util.Optional;

/// What every write consists of before a function has looked at its own members.
///
/// @param ifMatch the header as it came, unchecked
public record WriteRequest(
    Caller caller, IdempotencyKey key, Json.Obj body, Optional<String> ifMatch) {}
