package dev.interlock.soak.report;

import org.HdrHistogram.PackedHistogram;

/// What happened in one second of a soak, or in several that are shown as one.
final class Second {
  // Coarser than the whole's, and packed: there is one for every second.
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

  /// Of requests that were accepted or refused in it, until then from when they were first sent.
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
