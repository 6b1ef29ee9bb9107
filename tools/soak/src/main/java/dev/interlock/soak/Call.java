package dev.interlock.soak;

import java.util.Optional;

/// What a caller asks for, however often it is sent.
///
/// @param name client and number, by which the fault plan knows it
/// @param key of a write; empty for a read
/// @param body empty for a read
record Call(
    String name,
    Operation operation,
    String caller,
    String path,
    Optional<String> key,
    Optional<String> ifMatch,
    String body) {}
