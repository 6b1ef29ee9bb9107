package dev.interlock.bench.anomaly;

import dev.interlock.bench.contender.Contender;
import dev.interlock.bench.contender.ContenderSession;
import dev.interlock.bench.contender.Order;
import dev.interlock.bench.contender.Result;
import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Forces how two calls of one contender interleave, each in a separate execution environment.
final class Interleaver implements AutoCloseable {

  private static final AtomicLong KEYS = new AtomicLong();

  private final Contender contender;
  private final DatabaseAddress functions;
  private final RaceFixture rows;
  private final RowGate gate;
  private final ContenderSession first;
  private final ContenderSession second;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Interleaver(Contender contender, DatabaseAddress owner, DatabaseAddress functions)
      throws SQLException {
    this.contender = contender;
    this.functions = functions;
    rows = new RaceFixture(owner);
    gate = new RowGate(owner);
    first = contender.open(functions);
    second = contender.open(functions);
  }

  RaceFixture rows() {
    return rows;
  }

  DatabaseAddress functions() {
    return functions;
  }

  ExecutorService threads() {
    return threads;
  }

  /// Opens another environment, which the caller closes.
  ContenderSession open(DatabaseAddress address) throws SQLException {
    return contender.open(address);
  }

  /// An unused key.
  static String newKey() {
    return "anomaly-" + KEYS.incrementAndGet();
  }

  /// Runs both orders concurrently: each has finished reading before either writes.
  List<Result> held(RowGate.Rows held, UUID id, Order one, Order other)
      throws SQLException, InterruptedException, ExecutionException {
    gate.hold(held, id);
    Future<Result> ones = threads.submit(() -> first.run(one));
    Future<Result> others = threads.submit(() -> second.run(other));
    gate.awaitWaiting(2, () -> ones.isDone() && others.isDone());
    gate.open();
    return List.of(ones.get(), others.get());
  }

  /// Runs an order up to the gate, then another one. Returns whether the other one was accepted and
  /// answered while the first was held, and the first was accepted nevertheless.
  boolean isOvertaken(RowGate.Rows held, UUID id, Order one, Order other)
      throws SQLException, InterruptedException, ExecutionException {
    gate.hold(held, id);
    Future<Result> ones = threads.submit(() -> first.run(one));
    gate.awaitWaiting(1, ones::isDone);
    Future<Result> others = threads.submit(() -> second.run(other));
    gate.awaitWaiting(2, others::isDone);
    boolean answeredFirst = others.isDone() && !ones.isDone();
    gate.open();
    return others.get() == Result.ACCEPTED && answeredFirst && ones.get() == Result.ACCEPTED;
  }

  /// Sends an order once more, with nothing else in flight.
  Result again(Order order) throws SQLException {
    return second.run(order);
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    try (rows;
        gate;
        first;
        second) {
      threads.close();
    }
  }
}
