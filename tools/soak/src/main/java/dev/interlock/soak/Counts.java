package dev.interlock.soak;

import java.util.Map;

/// How far a soak has come.
///
/// @param accepted requests that were accepted, each once
/// @param refused requests that were refused for good
/// @param unknown answers that left the outcome unknown, or that never came
/// @param resent how often the same request was sent again for want of an answer
/// @param faulted requests that a fault has struck
/// @param faults how many faults of each kind have been made; every kind is in it
public record Counts(
    long accepted,
    long refused,
    long unknown,
    long resent,
    long faulted,
    Map<Fault, Long> faults) {}
