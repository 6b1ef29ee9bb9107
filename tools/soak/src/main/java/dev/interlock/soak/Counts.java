package dev.interlock.soak;

import java.util.Map;

/// The progress of a soak.
///
/// @param accepted requests that were accepted, each counted once
/// @param refused requests that were refused for good
/// @param unknown answers that left the outcome unknown, missing ones included
/// @param resent how often a request was sent again because it had no final answer
/// @param faulted requests that a fault has struck
/// @param faults how many faults of each kind have been injected; every kind is in it
public record Counts(
    long accepted,
    long refused,
    long unknown,
    long resent,
    long faulted,
    Map<Fault, Long> faults) {}
