package dev.interlock.bench.load;

import java.time.Duration;

/// A scenario at a number of connections, with a network delay.
record Load(Scenario scenario, int connections, Duration eachWay) {

  /// Slow failures need a longer window: deadlocks, which the server detects after a second, and a
  /// queue in front of one row.
  Timing timing(ThroughputPlan plan) {
    boolean compared = connections == plan.shared();
    boolean slow =
        (compared && Scenarios.DEADLOCKING.contains(scenario))
            || (connections == plan.connectionsMost() && scenario.equals(Scenarios.HOT));
    if (slow && eachWay.isZero()) {
      return plan.slow();
    }
    return compared ? plan.compared() : plan.timing();
  }
}
