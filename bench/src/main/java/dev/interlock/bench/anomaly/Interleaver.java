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

/// Where environments of one contender meet: two of them that can be held at one point, and others
/// when they are asked for.
final class Interleaver implements AutoCloseable {

  private static final AtomicLong KEYS = new AtomicLong();

  private final Contender contender;
  private final DatabaseAddress functions;
  private final RaceFixture ground;
  private final RowGate gate;
  private final ContenderSession first;
  private final ContenderSession second;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Interleaver(Contender contender, DatabaseAddress owner, DatabaseAddress functions)
      throws SQLException {
    this.contender = contender;
    this.functions = functions;
    ground = new RaceFixture(owner);
    gate = new RowGate(owner);
    first = contender.open(functions);
    second = contender.open(functions);
  }

  RaceFixture ground() {
    return ground;
  }

  DatabaseAddress functions() {
    return functions;
  }

  ExecutorService threads() {
    return threads;
  }

  /// Another environment, which the caller closes.
  ContenderSession open(DatabaseAddress address) throws SQLException {
    return contender.open(address);
  }

  /// A key that nobody has used.
  static String newKey() {
    return "anomaly-" + KEYS.incrementAndGet();
  }

  /// Runs both orders at once: each has read all it reads before either has written.
  List<Result> held(RowGate.Rows rows, UUID id, Order one, Order other)
      throws SQLException, InterruptedException, ExecutionException {
    gate.hold(rows, id);
    Future<Result> ones = threads.submit(() -> first.run(one));
    Future<Result> others = threads.submit(() -> second.run(other));
    gate.awaitWaiting(2, () -> ones.isDone() && others.isDone());
    gate.open();
    return List.of(ones.get(), others.get());
  }

  /// Runs an order into the gate, and another one while it stands there. Says whether the other was
  /// accepted and answered first, and the one was accepted all the same.
  boolean isOvertaken(RowGate.Rows rows, UUID id, Order one, Order other)
      throws SQLException, InterruptedException, ExecutionException {
    gate.hold(rows, id);
    Future<Result> ones = threads.submit(() -> first.run(one));
    gate.awaitWaiting(1, ones::isDone);
    Future<Result> others = threads.submit(() -> second.run(other));
    gate.awaitWaiting(2, others::isDone);
    boolean answeredFirst = others.isDone() && !ones.isDone();
    gate.open();
    return others.get() == Result.ACCEPTED && answeredFirst && ones.get() == Result.ACCEPTED;
  }

  /// Sends an order once more, when nothing else is under way.
  Result again(Order order) throws SQLException {
    return second.run(order);
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    try (ground;
        gate;
        first;
        second) {
      threads.close();
    }
  }
}
