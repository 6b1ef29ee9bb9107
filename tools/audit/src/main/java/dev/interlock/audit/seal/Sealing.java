package dev.interlock.audit.seal;

import java.util.Optional;

/// Asks an audit for a seal.
///
/// @param earlier the seal to compare with, if there is one
public record Sealing(Optional<Seal> earlier) {}
