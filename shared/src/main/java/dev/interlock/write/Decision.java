package dev.interlock.write;

/// A verdict, and whether an earlier call under the same key reached it.
///
/// @param word the verdict as it is stored under the key
/// @param <V> the function's verdicts
public record Decision<V>(String word, V verdict, boolean replayed) {}
