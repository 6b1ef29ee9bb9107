package dev.interlock.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// A row of a journal as it is shown.
///
/// @param key under which it was written; empty for openings without one
record JournalRow(Instant at, long version, Optional<KeyName> key, ObjectNode json) {}
