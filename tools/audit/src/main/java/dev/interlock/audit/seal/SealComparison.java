package dev.interlock.audit.seal;

import java.util.List;

/// How one journal compares with the earlier seal.
///
/// @param id remains when the wording of the invariant changes
/// @param rows that are in the earlier seal
/// @param differences the rows that are missing, changed or added; the days, when they are many
public record SealComparison(String id, String invariant, long rows, List<String> differences) {}
