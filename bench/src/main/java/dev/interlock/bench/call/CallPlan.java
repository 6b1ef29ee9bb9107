package dev.interlock.bench.call;

import dev.interlock.bench.part.Scale;
import java.time.Duration;

/// How much is measured.
///
/// @param repetitions of all cells, each in a forked JVM
/// @param warmUp before a cell is measured
/// @param measured the length of one iteration
/// @param iterations per cell and repetition
/// @param calls of each function to count, over all kinds of answers
record CallPlan(int repetitions, Duration warmUp, Duration measured, int iterations, int calls) {

  static CallPlan of(Scale scale) {
    return switch (scale) {
      case QUICK -> new CallPlan(1, Duration.ofMillis(100), Duration.ofMillis(50), 1, 40);
      case FULL -> new CallPlan(3, Duration.ofMillis(1_500), Duration.ofMillis(250), 3, 10_000);
    };
  }
}
