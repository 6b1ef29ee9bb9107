package dev.interlock.bench.load;

import dev.interlock.bench.part.Scale;
import java.time.Duration;
import java.util.List;

/// How much is measured, and for how long.
///
/// @param connections at which Interlock is measured, with and without delay
/// @param shared the number of connections at which the contenders are compared
/// @param eachWay the network delay
/// @param timing of cells that only Interlock has
/// @param compared the timing of cells that the contenders are compared in
/// @param settling the warm-up of the JVM's compiler before any measurement
/// @param slow the timing of loads whose failures take long
record ThroughputPlan(
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

  int connectionsMost() {
    return connections.getLast();
  }
}
