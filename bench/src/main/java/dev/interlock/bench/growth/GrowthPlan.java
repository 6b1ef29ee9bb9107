package dev.interlock.bench.growth;

import dev.interlock.bench.load.Timing;
import dev.interlock.bench.part.Scale;
import java.util.List;

/// How much is measured, and for how long.
///
/// @param accounts for the growth of connections
/// @param rows the numbers of accounts and keys, for the growth of rows
/// @param shared the number of connections for the growth of rows
/// @param auditedMost databases with more rows are not audited, which would take minutes
/// @param settings of the server
record GrowthPlan(
    int accounts,
    List<Integer> connections,
    Timing connectionsTiming,
    List<Integer> rows,
    int shared,
    Timing rowsTiming,
    int repetitions,
    int auditedMost,
    List<String> settings) {

  static GrowthPlan of(Scale scale) {
    return switch (scale) {
      case QUICK ->
          new GrowthPlan(
              1_000,
              List.of(1, 4),
              Timing.ofMillis(20, 60),
              List.of(1_000, 10_000),
              4,
              Timing.ofMillis(20, 60),
              1,
              10_000,
              List.of());
      case FULL ->
          new GrowthPlan(
              10_000,
              List.of(1, 2, 4, 8, 16, 32, 64),
              Timing.ofMillis(200, 800),
              List.of(1_000, 10_000, 100_000, 1_000_000, 10_000_000),
              16,
              Timing.ofMillis(1_000, 2_000),
              5,
              1_000_000,
              // Buffers for all data, so that rows are measured and not memory; and a log large
              // enough that only the benchmark itself triggers checkpoints.
              List.of("shared_buffers=12GB", "max_wal_size=64GB", "checkpoint_timeout=1d"));
    };
  }
}
