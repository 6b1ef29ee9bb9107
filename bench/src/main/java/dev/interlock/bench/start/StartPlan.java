package dev.interlock.bench.start;

import dev.interlock.bench.contender.Operation;
import dev.interlock.bench.part.Scale;
import java.util.List;

/// Which starts are measured.
///
/// @param cached also with an AOT cache, which takes a training run and more time than its starts
record StartPlan(
    List<Operation> operations, List<Implementation> writings, boolean cached, int repetitions) {

  private static final int REPETITIONS = 7;

  static StartPlan of(Scale scale) {
    return switch (scale) {
      case QUICK ->
          new StartPlan(
              List.of(Operation.TRANSFER),
              List.of(Implementation.INTERLOCK, Implementation.PLAIN_EVENTS),
              false,
              1);
      case FULL ->
          new StartPlan(
              List.of(Operation.values()), List.of(Implementation.values()), true, REPETITIONS);
    };
  }
}
