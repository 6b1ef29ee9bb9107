package dev.interlock.audit.operation;

import java.util.UUID;

/// A row that is read.
///
/// @param sku empty except for a stock row
public record RowName(UUID resource, String sku) {}
