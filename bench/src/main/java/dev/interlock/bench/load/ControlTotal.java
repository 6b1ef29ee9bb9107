package dev.interlock.bench.load;

import dev.interlock.bench.contender.Order;
import java.util.Set;
import java.util.function.ToLongFunction;

/// A number in the database that the answers account for. It exposes a contender that answers
/// wrongly or acts twice.
///
/// @param what it is, for whoever reads that it is wrong
/// @param sql finds it
/// @param change by how much an accepted order changes it
/// @param notKeptBy contenders that do not have such a thing, by their names
public record ControlTotal(
    String what, String sql, ToLongFunction<Order> change, Set<String> notKeptBy) {

  /// A number that everybody must account for.
  static ControlTotal ofAll(String what, String sql, ToLongFunction<Order> change) {
    return new ControlTotal(what, sql, change, Set.of());
  }
}
