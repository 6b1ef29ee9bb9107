package dev.interlock.soak.report;

import org.HdrHistogram.PackedHistogram;

/// One second of a soak, or several that are shown as one.
final class Second {
  // Coarser than that of the whole soak, and packed: there is one for every second.
  private static final int DIGITS = 2;

  private final PackedHistogram latencies = new PackedHistogram(DIGITS);
  private long accepted;
  private long refused;
  private long unknown;
  private long resent;

  void accepted(long micros) {
    accepted++;
    Latencies.record(latencies, micros);
  }

  void refused(long micros) {
    refused++;
    Latencies.record(latencies, micros);
  }

  void unknown() {
    unknown++;
  }

  void resent() {
    resent++;
  }

  void add(Second other) {
    latencies.add(other.latencies);
    accepted += other.accepted;
    refused += other.refused;
    unknown += other.unknown;
    resent += other.resent;
  }

  /// Latencies of the requests that were accepted or refused in it, from first sending to answer.
  PackedHistogram latencies() {
    return latencies;
  }

  long acceptedCount() {
    return accepted;
  }

  long refusedCount() {
    return refused;
  }

  long unknownCount() {
    return unknown;
  }

  long resentCount() {
    return resent;
  }
}
