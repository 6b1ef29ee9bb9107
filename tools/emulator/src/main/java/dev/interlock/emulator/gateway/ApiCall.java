package dev.interlock.emulator.gateway;

import dev.interlock.emulator.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A request to a route of an API, and its answer.
///
/// @param caller the token's subject, if the token was accepted
/// @param key the header `Idempotency-Key` as sent; empty without one
/// @param body empty if it exceeds the limit
/// @param trace the root of its trace, as in the function's log; empty if no function was called
/// @param answerHeaders by their lower-case names
public record ApiCall(
    Template.Route route,
    Optional<String> caller,
    String key,
    String body,
    String trace,
    int status,
    Map<String, String> answerHeaders,
    String answer,
    Instant startedAt,
    Duration took) {}
