package dev.interlock.races;

import dev.interlock.emulator.database.DatabaseAddress;
import dev.interlock.races.RaceOutcome.Reply;
import dev.interlock.races.contender.Contender;
import dev.interlock.races.contender.ContenderSession;
import dev.interlock.races.contender.Order;
import dev.interlock.races.contender.PlacedHold;
import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Upstream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Forces how two calls of one contender interleave, each in a separate execution environment.
public final class Interleaver implements AutoCloseable {

  /// How two calls ended.
  ///
  /// @param otherAnsweredFirst whether the second was answered while the first was held
  record Ending(List<Reply> replies, boolean otherAnsweredFirst) {
    List<Reply> and(Reply later) {
      List<Reply> all = new ArrayList<>(replies);
      all.add(later);
      return all;
    }
  }

  /// How long a hold lives that a settlement outwaits. Doubled when the settlement was too late to
  /// find it alive.
  private static final Duration LIFETIME_MIN = Duration.ofMillis(150);

  private static final Duration LIFETIME_MAX = Duration.ofSeconds(3);

  private final Contender contender;
  private final DatabaseAddress functions;
  private final RaceEvent.Listener listener;
  private final RaceFixture rows;
  private final RowGate gate;
  private final Participant first;
  private final Participant second;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Future<Reply> begun = CompletableFuture.failedFuture(new IllegalStateException());

  /// An interleaver that reports no steps.
  public Interleaver(Contender contender, DatabaseAddress owner, DatabaseAddress functions)
      throws SQLException {
    this(contender, owner, functions, RaceEvent.Listener.NONE);
  }

  /// Connects both environments.
  ///
  /// @param owner of the tables, who inserts the rows of each race and holds them
  /// @param functions where the contender connects
  public Interleaver(
      Contender contender,
      DatabaseAddress owner,
      DatabaseAddress functions,
      RaceEvent.Listener listener)
      throws SQLException {
    this.contender = contender;
    this.functions = functions;
    this.listener =
        listener.equals(RaceEvent.Listener.NONE) ? listener : new OrderedSteps(listener);
    rows = new RaceFixture(owner);
    gate = new RowGate(owner);
    first = new Participant(OrderedSteps.FIRST, contender, functions, this.listener);
    second = new Participant(OrderedSteps.SECOND, contender, functions, this.listener);
  }

  /// Makes rows, and reads what is left of them.
  public RaceFixture rows() {
    return rows;
  }

  /// Threads for more calls, which end with this.
  public ExecutorService threads() {
    return threads;
  }

  /// Opens another environment, which the caller closes.
  public ContenderSession open() throws SQLException {
    return contender.open(functions);
  }

  /// Runs both orders concurrently: each has finished reading before either writes. The first one
  /// is first at the rows.
  Ending held(RowGate.Rows held, UUID id, Order one, Order other)
      throws SQLException, InterruptedException, ExecutionException {
    begin(held, id, one);
    return meanwhile(other);
  }

  /// Begins an order that waits for the rows, which are held. Returns whether it does.
  private boolean begin(RowGate.Rows held, UUID id, Order one) throws SQLException {
    gate.hold(held, id);
    listener.happened(new RaceEvent.RowsHeld());
    begun = threads.submit(() -> first.run(one));
    awaitWaiting(1, first, begun);
    return !begun.isDone();
  }

  /// Sends another order while the one that was begun waits, and then lets both go on.
  Ending meanwhile(Order other) throws SQLException, InterruptedException, ExecutionException {
    Future<Reply> ones = begun;
    Future<Reply> others = threads.submit(() -> second.run(other));
    awaitWaiting(ones.isDone() ? 1 : 2, second, others);
    boolean otherAnsweredFirst = others.isDone() && !ones.isDone();
    listener.happened(new RaceEvent.RowsReleased());
    gate.open();
    return new Ending(List.of(ones.get(), others.get()), otherAnsweredFirst);
  }

  /// Begins a settlement that waits for the destination's row until its hold has expired.
  PlacedHold begunBeforeExpiry(long balance, long amount)
      throws SQLException, InterruptedException, ExecutionException {
    for (Duration lifetime = LIFETIME_MIN;
        lifetime.compareTo(LIFETIME_MAX) <= 0;
        lifetime = lifetime.multipliedBy(2)) {
      PlacedHold hold = hold(balance, amount, lifetime);
      if (begin(RowGate.Rows.ACCOUNT, hold.to(), RaceOrders.settlement(hold, amount))) {
        rows.awaitExpiry(hold);
        listener.happened(new RaceEvent.HoldExpired());
        return hold;
      }
      gate.open();
      begun.get();
      listener.happened(new RaceEvent.BegunAgain());
    }
    throw new IllegalStateException("the race was not forced: the settlement came too late");
  }

  private void awaitWaiting(int calls, Participant participant, Future<Reply> call)
      throws SQLException {
    if (gate.awaitWaiting(calls, call::isDone)) {
      listener.happened(new RaceEvent.LockAwaited(participant.name()));
    }
  }

  /// Places a hold, as this contender keeps holds.
  PlacedHold hold(long balance, long amount, Duration lifetime) throws SQLException {
    return rows.hold(balance, amount, lifetime, contender.countsHolds());
  }

  /// Reports what is left in the rows, and returns it.
  long left(String what, long value) {
    listener.happened(new RaceEvent.RowsLeft(what, value));
    return value;
  }

  /// Sends an order once more, with nothing else in flight.
  Reply again(Order order) throws SQLException {
    return second.run(order);
  }

  /// Sends an order over a wire that breaks between its commit and the answer.
  Reply cut(Order order) throws SQLException {
    String name = first.name();
    CutWire wire = new CutWire(() -> listener.happened(new RaceEvent.ConnectionCut(name)));
    Upstream server = Upstream.at(functions.host(), functions.port());
    try (PgProxy proxy = PgProxy.before(server, wire);
        Participant cut = new Participant(name, contender, functions.via(proxy.port()), listener)) {
      Reply reply = cut.run(order);
      wire.requireStruck();
      return reply;
    }
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    try (rows;
        gate;
        first;
        second) {
      // After a failure the rows may still be held, and calls wait for them.
      gate.open();
      threads.close();
    }
  }
}
