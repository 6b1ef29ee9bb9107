package dev.interlock.bench.load;

import dev.interlock.bench.part.Scale;
import java.time.Duration;
import java.util.List;

/// How much is measured, and for how long.
///
/// @param comparesAll whether the contenders are compared everywhere
/// @param connections at which Interlock is measured, with and without delay
/// @param shared the number of connections at which the contenders are compared
/// @param eachWay the network delay
/// @param timing of cells that only Interlock has
/// @param compared the timing of cells that the contenders are compared in
/// @param settling the warm-up of the JVM's compiler before any measurement
/// @param slow the timing of loads whose failures take long
record ThroughputPlan(
    boolean comparesAll,
    List<Integer> connections,
    int shared,
    Duration eachWay,
    int repetitions,
    Timing timing,
    Timing compared,
    Timing settling,
    Timing slow,
    String memory) {

  static ThroughputPlan of(Scale scale) {
    return switch (scale) {
      case QUICK ->
          new ThroughputPlan(
              false,
              List.of(1, 4),
              4,
              Duration.ofMillis(1),
              1,
              Timing.ofMillis(20, 60),
              Timing.ofMillis(20, 60),
              Timing.ofMillis(0, 20),
              Timing.ofMillis(20, 100),
              "128MB");
      case FULL ->
          new ThroughputPlan(
              false,
              List.of(1, 4, 16, 64),
              16,
              Duration.ofMillis(1),
              5,
              Timing.ofMillis(150, 400),
              Timing.ofMillis(150, 750),
              Timing.ofMillis(0, 700),
              Timing.ofMillis(500, 5_000),
              "2GB");
    };
  }

  /// Windows long enough for one call in a thousand to show.
  static ThroughputPlan ofContention(Scale scale) {
    Timing timing =
        switch (scale) {
          case QUICK -> Timing.ofMillis(20, 60);
          case FULL -> Timing.ofMillis(500, 4_000);
        };
    boolean full = scale == Scale.FULL;
    return new ThroughputPlan(
        true,
        full ? List.of(8, 32, 64) : List.of(4),
        full ? 8 : 4,
        Duration.ofMillis(1),
        full ? 3 : 1,
        timing,
        timing,
        Timing.ofMillis(0, full ? 700 : 20),
        timing,
        full ? "2GB" : "128MB");
  }

  /// Usual settings of a server of this size.
  List<String> settings() {
    return List.of("shared_buffers=" + memory, "max_wal_size=16GB", "checkpoint_timeout=30min");
  }

  int connectionsMost() {
    return connections.getLast();
  }
}
