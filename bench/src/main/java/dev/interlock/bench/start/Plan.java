package dev.interlock.bench.start;

import dev.interlock.bench.Scale;
import dev.interlock.bench.contender.Operation;
import java.util.List;

/// Which starts are measured.
///
/// @param cached also with an AOT cache, which takes a training run and more time than its starts
record Plan(List<Operation> operations, List<Writing> writings, boolean cached, int repetitions) {

  private static final int REPETITIONS = 7;

  static Plan of(Scale scale) {
    return switch (scale) {
      case QUICK ->
          new Plan(
              List.of(Operation.TRANSFER),
              List.of(Writing.INTERLOCK, Writing.PLAIN_EVENTS),
              false,
              1);
      case FULL ->
          new Plan(List.of(Operation.values()), List.of(Writing.values()), true, REPETITIONS);
    };
  }
}
