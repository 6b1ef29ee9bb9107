package dev.interlock.bench.load;

import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The orders of one caller, one after the other. Not for concurrent use.
public interface OrderSource {

  /// The next order, under an unused key.
  Order next();

  /// Reports the result of an order, before the next one is requested.
  default void answered(Order order, Result result) {}

  /// Sources of random orders, one for each caller.
  static List<OrderSource> random(int callers, Function<RandomGenerator, Order> next) {
    List<OrderSource> all = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      RandomGenerator random = new SplittableRandom();
      all.add(() -> next.apply(random));
    }
    return all;
  }

  /// A random key, as real callers send: ascending keys would all be written to one end of the
  /// index.
  static String key(RandomGenerator random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
