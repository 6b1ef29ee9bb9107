package dev.interlock.soak;

import java.util.concurrent.atomic.LongAdder;

/// Counts the answers so far.
final class Tally {
  final LongAdder accepted = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder unknown = new LongAdder();
  final LongAdder resent = new LongAdder();

  Counts counts(FaultLog faults, RunningCalls running) {
    return new Counts(
        accepted.sum(),
        refused.sum(),
        unknown.sum(),
        resent.sum(),
        running.struck(),
        faults.counts());
  }
}
