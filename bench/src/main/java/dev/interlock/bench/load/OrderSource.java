package dev.interlock.bench.load;

import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// What one caller asks for, one after the other. Used by one thread at a time.
public interface OrderSource {

  /// The next one, under a key that nobody has used.
  Order next();

  /// What became of it, before the next one is asked for.
  default void answered(Order order, Result result) {}

  /// A key as callers in life make them, which is a random one: keys in their order would all be
  /// written to one end of the index.
  static String key(RandomGenerator random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
