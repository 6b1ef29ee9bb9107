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

/// Many concurrent calls without forced interleaving. Afterwards the rows are compared with the
/// answers.
///
/// @param environments that call concurrently
/// @param calls per environment
record ConcurrentLoad(int environments, int calls) {

  int callsInAll() {
    return environments * calls;
  }

  /// The supply, where it is short.
  private int units() {
    return callsInAll() / 4;
  }

  /// Transfers of 1 from one account: how many were accepted but not debited.
  long lostUpdates(Interleaver interleaver) throws Exception {
    UUID from = interleaver.rows().account(callsInAll());
    UUID to = interleaver.rows().account(0);
    long accepted = accepted(interleaver, () -> ForcedRace.transfer(from, to, 1));
    return accepted - (callsInAll() - interleaver.rows().balance(from));
  }

  /// Transfers of 1 from an account that covers a quarter of them: how many too many were accepted.
  long overdrafts(Interleaver interleaver) throws Exception {
    UUID from = interleaver.rows().account(units());
    UUID to = interleaver.rows().account(0);
    return Math.max(0, accepted(interleaver, () -> ForcedRace.transfer(from, to, 1)) - units());
  }

  /// A flash sale: how many more units were sold than there were.
  long oversold(Interleaver interleaver) throws Exception {
    UUID location = interleaver.rows().location(units());
    return Math.max(0, accepted(interleaver, () -> ForcedRace.decrement(location)) - units());
  }

  /// Every environment sends the same transfers: how many were carried out more than once.
  long doubleEffects(Interleaver interleaver) throws Exception {
    UUID from = interleaver.rows().account(callsInAll());
    UUID to = interleaver.rows().account(0);
    List<Order> orders = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      orders.add(ForcedRace.transfer(from, to, 1));
    }
    accepted(interleaver, Collections.nCopies(environments, orders));
    return Math.max(0, callsInAll() - interleaver.rows().balance(from) - calls);
  }

  private long accepted(Interleaver interleaver, Supplier<Order> orders) throws Exception {
    List<List<Order>> ofEach = new ArrayList<>();
    for (int environment = 0; environment < environments; environment++) {
      ofEach.add(Stream.generate(orders).limit(calls).toList());
    }
    return accepted(interleaver, ofEach);
  }

  private static long accepted(Interleaver interleaver, List<List<Order>> ofEach) throws Exception {
    CyclicBarrier start = new CyclicBarrier(ofEach.size());
    List<Callable<Long>> environments = new ArrayList<>();
    ofEach.forEach(orders -> environments.add(() -> accepted(interleaver, orders, start)));
    long sum = 0;
    for (Future<Long> each : interleaver.threads().invokeAll(environments)) {
      sum += each.get();
    }
    return sum;
  }

  private static long accepted(Interleaver interleaver, List<Order> orders, CyclicBarrier start)
      throws Exception {
    long accepted = 0;
    try (ContenderSession session = interleaver.open(interleaver.functions())) {
      start.await();
      for (Order order : orders) {
        accepted += session.run(order) == Result.ACCEPTED ? 1 : 0;
      }
    }
    return accepted;
  }
}
