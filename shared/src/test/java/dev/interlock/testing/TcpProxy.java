package dev.interlock.testing;

import dev.interlock.wire.PgProxy;
import dev.interlock.wire.Request;
import dev.interlock.wire.Script;
import dev.interlock.wire.Turn;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A wire between a function and the server of its database that counts round trips, and breaks the
/// next ones as told.
public final class TcpProxy implements AutoCloseable {

  /// What is to come, in order; then all passes.
  private static final class Queues implements Script {

    private final Queue<Turn> connects = new ConcurrentLinkedQueue<>();
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final AtomicInteger struck = new AtomicInteger();

    @Override
    public Turn connecting() {
      return next(connects);
    }

    @Override
    public Turn next(Request request) {
      return next(turns);
    }

    private static Turn next(Queue<Turn> queue) {
      Turn turn = queue.poll();
      return turn == null ? Turn.Plain.PASS : turn;
    }

    @Override
    public void done(Turn turn, Request request) {
      struck.incrementAndGet();
    }
  }

  private final Queues queues = new Queues();
  private final PgProxy proxy;

  private TcpProxy(TestDatabase database) {
    proxy = PgProxy.before(database::wire, queues);
  }

  /// A proxy before the server of a database.
  public static TcpProxy before(TestDatabase database) {
    return new TcpProxy(database);
  }

  public int port() {
    return proxy.port();
  }

  /// What becomes of the next round trips, in order; those after them pass.
  public void script(Turn... next) {
    queues.turns.clear();
    queues.turns.addAll(List.of(next));
  }

  /// What becomes of the next clients that come in, in order; those after them pass.
  public void scriptConnects(Turn... next) {
    queues.connects.clear();
    queues.connects.addAll(List.of(next));
  }

  /// Round trips so far that a client began once it was connected.
  public int turns() {
    return proxy.turns();
  }

  /// What has been struck so far: when it counts, what was to happen has happened.
  public int lost() {
    return queues.struck.get();
  }

  /// Connections that clients have opened so far.
  public int connects() {
    return proxy.connects();
  }

  /// Refuses what comes from now on, as a server that is gone; what is open stays.
  public void refuseConnects() {
    proxy.refuseConnects();
  }

  /// Breaks what is open and refuses what comes.
  @Override
  public void close() {
    proxy.close();
  }
}
