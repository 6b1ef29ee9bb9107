package dev.interlock.bench.load;

import dev.interlock.races.contender.Order;
import java.util.Set;
import java.util.function.ToLongFunction;

/// A total in the database that must match the answers. It exposes a contender that gives wrong
/// answers or carries out an order twice.
///
/// @param what its name in error messages
/// @param sql selects it
/// @param change by how much an accepted order changes it
/// @param notKeptBy the names of the contenders that do not maintain it
public record ControlTotal(
    String what, String sql, ToLongFunction<Order> change, Set<String> notKeptBy) {

  /// A total that every contender maintains.
  static ControlTotal ofAll(String what, String sql, ToLongFunction<Order> change) {
    return new ControlTotal(what, sql, change, Set.of());
  }
}
