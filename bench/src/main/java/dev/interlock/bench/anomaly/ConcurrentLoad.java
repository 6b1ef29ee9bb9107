package dev.interlock.bench.anomaly;

import dev.interlock.bench.anomaly.LoadOutcome.Answers;
import dev.interlock.races.Interleaver;
import dev.interlock.races.RaceOrders;
import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.Result;
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
  LoadOutcome lostUpdates(Interleaver interleaver) throws Exception {
    UUID from = interleaver.rows().account(callsInAll());
    UUID to = interleaver.rows().account(0);
    Answers answers = answers(interleaver, () -> RaceOrders.transfer(from, to, 1));
    long debited = callsInAll() - interleaver.rows().balance(from);
    return new LoadOutcome(answers.accepted() - debited, answers);
  }

  /// Transfers of 1 from an account that covers a quarter of them: how many too many were accepted.
  LoadOutcome overdrafts(Interleaver interleaver) throws Exception {
    UUID from = interleaver.rows().account(units());
    UUID to = interleaver.rows().account(0);
    return beyondSupply(answers(interleaver, () -> RaceOrders.transfer(from, to, 1)));
  }

  /// A flash sale: how many more units were sold than there were.
  LoadOutcome oversold(Interleaver interleaver) throws Exception {
    UUID location = interleaver.rows().location(units());
    return beyondSupply(answers(interleaver, () -> RaceOrders.decrement(location)));
  }

  private LoadOutcome beyondSupply(Answers answers) {
    return new LoadOutcome(Math.max(0, answers.accepted() - units()), answers);
  }

  /// Every environment sends the same transfers: how many were carried out more than once.
  LoadOutcome doubleEffects(Interleaver interleaver) throws Exception {
    UUID from = interleaver.rows().account(callsInAll());
    UUID to = interleaver.rows().account(0);
    List<Order> orders = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      orders.add(RaceOrders.transfer(from, to, 1));
    }
    Answers answers = answers(interleaver, Collections.nCopies(environments, orders));
    long effects = callsInAll() - interleaver.rows().balance(from);
    return new LoadOutcome(Math.max(0, effects - calls), answers);
  }

  private Answers answers(Interleaver interleaver, Supplier<Order> orders) throws Exception {
    List<List<Order>> ofEach = new ArrayList<>();
    for (int environment = 0; environment < environments; environment++) {
      ofEach.add(Stream.generate(orders).limit(calls).toList());
    }
    return answers(interleaver, ofEach);
  }

  private static Answers answers(Interleaver interleaver, List<List<Order>> ofEach)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(ofEach.size());
    List<Callable<Answers>> environments = new ArrayList<>();
    ofEach.forEach(orders -> environments.add(() -> answers(interleaver, orders, start)));
    Answers all = Answers.NONE;
    for (Future<Answers> each : interleaver.threads().invokeAll(environments)) {
      all = all.and(each.get());
    }
    return all;
  }

  private static Answers answers(Interleaver interleaver, List<Order> orders, CyclicBarrier start)
      throws Exception {
    long accepted = 0;
    long undecided = 0;
    try (ContenderSession session = interleaver.open()) {
      start.await();
      for (Order order : orders) {
        Result result = session.run(order);
        accepted += result == Result.ACCEPTED ? 1 : 0;
        undecided += result == Result.CONTENTION || result == Result.FAILED ? 1 : 0;
      }
      return new Answers(orders.size(), accepted, undecided, session.attempts());
    }
  }
}
