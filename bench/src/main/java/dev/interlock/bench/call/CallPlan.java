package dev.interlock.bench.call;

import dev.interlock.bench.part.Scale;
import java.time.Duration;

/// How much is measured of each cell.
///
/// @param repetitions of the whole table; each cell has a JVM of its own in each of them
/// @param warmUp before a cell is measured
/// @param measured how long it is, that many times
/// @param calls of each function that are counted, over all kinds of answers
record CallPlan(int repetitions, Duration warmUp, Duration measured, int iterations, int calls) {

  static CallPlan of(Scale scale) {
    return switch (scale) {
      case QUICK -> new CallPlan(1, Duration.ofMillis(100), Duration.ofMillis(50), 1, 40);
      case FULL -> new CallPlan(3, Duration.ofMillis(1_500), Duration.ofMillis(250), 3, 10_000);
    };
  }
}
