package dev.interlock.races.contender;

import java.util.UUID;

/// A hold and the two accounts that it names.
public record PlacedHold(UUID id, UUID from, UUID to) {}
