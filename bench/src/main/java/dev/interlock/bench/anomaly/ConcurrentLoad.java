package dev.interlock.bench.anomaly;

import dev.interlock.bench.contender.ContenderSession;
import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Many calls at once with nobody held, checked afterwards by what the rows say against what was
/// answered.
///
/// @param environments that call at once
/// @param calls of each
record ConcurrentLoad(int environments, int calls) {

  int callsInAll() {
    return environments * calls;
  }

  /// What there is, where there is too little for all.
  private int units() {
    return callsInAll() / 4;
  }

  /// Transfers of 1 from one account: how many of those accepted were never taken from it.
  long lostUpdates(Interleaver arena) throws Exception {
    UUID from = arena.ground().account(callsInAll());
    UUID to = arena.ground().account(0);
    long accepted = accepted(arena, () -> ForcedRace.transfer(from, to, 1));
    return accepted - (callsInAll() - arena.ground().balance(from));
  }

  /// Transfers of 1 from an account with a few: how many more were accepted than it could cover.
  long overdrafts(Interleaver arena) throws Exception {
    UUID from = arena.ground().account(units());
    UUID to = arena.ground().account(0);
    return Math.max(0, accepted(arena, () -> ForcedRace.transfer(from, to, 1)) - units());
  }

  /// A flash sale of a few units: how many more were sold.
  long oversold(Interleaver arena) throws Exception {
    UUID location = arena.ground().location(units());
    return Math.max(0, accepted(arena, () -> ForcedRace.decrement(location)) - units());
  }

  /// Every environment sends the same transfers: how many were carried out beyond the first.
  long doubleEffects(Interleaver arena) throws Exception {
    UUID from = arena.ground().account(callsInAll());
    UUID to = arena.ground().account(0);
    List<Order> orders = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      orders.add(ForcedRace.transfer(from, to, 1));
    }
    accepted(arena, Collections.nCopies(environments, orders));
    return Math.max(0, callsInAll() - arena.ground().balance(from) - calls);
  }

  private long accepted(Interleaver arena, Supplier<Order> orders) throws Exception {
    List<List<Order>> ofEach = new ArrayList<>();
    for (int environment = 0; environment < environments; environment++) {
      ofEach.add(Stream.generate(orders).limit(calls).toList());
    }
    return accepted(arena, ofEach);
  }

  private static long accepted(Interleaver arena, List<List<Order>> ofEach) throws Exception {
    CyclicBarrier start = new CyclicBarrier(ofEach.size());
    List<Callable<Long>> environments = new ArrayList<>();
    ofEach.forEach(orders -> environments.add(() -> accepted(arena, orders, start)));
    long sum = 0;
    for (Future<Long> each : arena.threads().invokeAll(environments)) {
      sum += each.get();
    }
    return sum;
  }

  private static long accepted(Interleaver arena, List<Order> orders, CyclicBarrier start)
      throws Exception {
    long accepted = 0;
    try (ContenderSession session = arena.open(arena.functions())) {
      start.await();
      for (Order order : orders) {
        accepted += session.run(order) == Result.ACCEPTED ? 1 : 0;
      }
    }
    return accepted;
  }
}
