package dev.interlock.audit;

/// A sentence that must be true of every database, with the query that counts the rows it speaks of
/// and the query that returns the rows for which it is false.
///
/// Versions are contiguous and journals hold the value after each change, so history is checked by
/// sorting: no query may cost more than n log n. Queries are plain enough for PostgreSQL 15+ and
/// CockroachDB 24+, add amounts as `numeric` (a tampered row must be reported, not overflow) and
/// cast nothing that a tampered row could hold in another form.
record Invariant(String name, String examined, String offenders) {}
