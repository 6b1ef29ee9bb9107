package dev.interlock.api;

import dev.interlock.json.Json;
import java.util.Optional;

/// A write whose media type, size, key and syntax are checked, but not its members.
///
/// @param ifMatch the header as sent, unchecked
public record WriteRequest(
    Caller caller, IdempotencyKey key, Json.Obj body, Optional<String> ifMatch) {}
