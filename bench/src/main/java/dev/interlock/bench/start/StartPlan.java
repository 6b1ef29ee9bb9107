package dev.interlock.bench.start;

import dev.interlock.bench.part.Scale;
import dev.interlock.races.contender.MeasuredOperation;
import java.util.List;

/// The starts that are measured.
///
/// @param cached also with an AOT cache, which takes longer to train than to measure
record StartPlan(
    List<MeasuredOperation> operations,
    List<Implementation> implementations,
    boolean cached,
    int repetitions) {

  private static final int REPETITIONS = 7;

  static StartPlan of(Scale scale) {
    return switch (scale) {
      case QUICK ->
          new StartPlan(
              List.of(MeasuredOperation.TRANSFER),
              List.of(Implementation.INTERLOCK, Implementation.PLAIN_EVENTS),
              false,
              1);
      case FULL ->
          new StartPlan(
              MeasuredOperation.timed(), List.of(Implementation.values()), true, REPETITIONS);
    };
  }
}
