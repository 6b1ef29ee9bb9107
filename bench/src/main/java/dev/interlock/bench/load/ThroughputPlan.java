package dev.interlock.bench.load;

import dev.interlock.bench.part.Scale;
import java.time.Duration;
import java.util.List;

/// How much is measured, and for how long.
///
/// @param connections of Interlock, each of them with and without a delay
/// @param shared at how many everybody is compared
/// @param eachWay the delay
/// @param timing of what nobody is held beside, and `compared` of what somebody is
/// @param settling of the machine's compiler, before anything is measured at all
/// @param patient for loads under which a call can go wrong for long
record ThroughputPlan(
    List<Integer> connections,
    int shared,
    Duration eachWay,
    int repetitions,
    Timing timing,
    Timing compared,
    Timing settling,
    Timing patient,
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
