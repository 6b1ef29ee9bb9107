package dev.interlock.audit.mutants;

import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;

/// What is wrong with a product, at whichever of its places it is wrong.
interface Flaw {

  /// Nothing is wrong.
  Flaw NONE = new Flaw() {};

  /// Whether it takes something from the tables that no reset puts back.
  default boolean weakensTables() {
    return false;
  }

  /// Done before anybody calls, by the owner of the tables.
  default void prepare(TestDatabase database) {}

  /// What is wrong between one environment and its database.
  default Interceptor interceptor() {
    return new Interceptor() {};
  }

  /// What is wrong around one environment, or in its place.
  default Service around(Service right, Scene scene) {
    return right;
  }

  /// Whether it has been there in what has run: a flaw that nothing met proves nothing.
  default boolean applied() {
    return true;
  }
}
