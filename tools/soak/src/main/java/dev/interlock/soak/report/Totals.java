package dev.interlock.soak.report;

import java.util.Map;
import java.util.TreeMap;

/// The totals of a soak.
final class Totals {
  final Map<String, Long> acceptedOf = new TreeMap<>();
  final Map<String, Long> refused = new TreeMap<>();
  final Map<String, Long> undecided = new TreeMap<>();
  long exchanges;
  long reads;
  long requests;
  long accepted;
  long unknown;
  long resent;
  long replayed;
  long unanswered;

  long refusedCount() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
