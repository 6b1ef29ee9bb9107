package dev.interlock.bench.load;

import dev.interlock.bench.contender.Order;
import java.util.function.ToLongFunction;

/// A number in the database that the answers account for: whoever answers wrongly, or acts twice,
/// is found out by it.
///
/// @param what it is, for whoever reads that it is wrong
/// @param sql finds it
/// @param change by how much an accepted order changes it
public record Book(String what, String sql, ToLongFunction<Order> change) {}
