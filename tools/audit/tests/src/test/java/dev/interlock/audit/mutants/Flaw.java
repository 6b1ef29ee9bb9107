package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;

/// A defect of a product, wherever it is.
interface Flaw {

  /// No defect.
  Flaw NONE = new Flaw() {};

  /// Whether it removes something from the tables that no reset restores.
  default boolean weakensTables() {
    return false;
  }

  /// Runs before the first call, as the owner of the tables.
  default void prepare(TestDatabase database) {}

  /// The defect between one environment and its database.
  default Interceptor interceptor() {
    return new Interceptor() {};
  }

  /// The defect around one environment, or in its place.
  default Service around(Service right, ScenarioRun run) {
    return right;
  }

  /// Whether any call has met the flaw; a flaw that none met proves nothing.
  default boolean applied() {
    return true;
  }
}
