package dev.interlock.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A wire between a function and its database that counts round trips and breaks when told to.
public final class TcpProxy implements AutoCloseable {

  /// What becomes of one round trip.
  public enum Turn {
    /// Nothing happens to it.
    PASS,
    /// The connection breaks before the statement reaches the server.
    CUT_BEFORE,
    /// The connection breaks once the server has answered, so after it has committed; the answer is
    /// lost.
    CUT_AFTER,
    /// The statement never reaches the server, and nobody says so: the connection stays open and
    /// silent.
    SWALLOW_BEFORE,
    /// The answer never comes, and nobody says so: the connection stays open and silent.
    SWALLOW_AFTER
  }

  private final ServerAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Queue<Turn> script = new ConcurrentLinkedQueue<>();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger connects = new AtomicInteger();

  private TcpProxy(ServerAddress server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /// A proxy before the server of a database.
  public static TcpProxy before(TestDatabase database) {
    try {
      ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      TcpProxy proxy = new TcpProxy(database.server().address(), listener);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// What becomes of the next round trips, in order; those after them pass.
  public void script(Turn... next) {
    script.clear();
    script.addAll(List.of(next));
  }

  /// Round trips so far that a client began once it was connected.
  public int turns() {
    return turns.get();
  }

  /// Round trips that have been lost so far: when it counts, what was to happen has happened.
  public int lost() {
    return lost.get();
  }

  /// Connections that clients have opened so far.
  public int connects() {
    return connects.get();
  }

  /// Refuses what comes from now on, as a server that is gone; what is open stays.
  public void refuseConnects() {
    closeQuietly(listener);
  }

  /// Breaks what is open and refuses what comes.
  @Override
  public void close() {
    closeQuietly(listener);
    sockets.forEach(TcpProxy::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        connects.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        closeQuietly(listener);
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind = ServerSockets.open(server)) {
      sockets.add(client);
      sockets.add(behind);
      try {
        exchange(new PgWire(client, behind));
      } finally {
        sockets.remove(client);
        sockets.remove(behind);
      }
    } catch (IOException e) {
      // One side has gone, and with the end of this block the other one goes too.
    }
  }

  private void exchange(PgWire wire) throws IOException {
    wire.startUp();
    while (true) {
      byte[] request = wire.clientTurn();
      turns.incrementAndGet();
      Turn turn = script.isEmpty() ? Turn.PASS : script.remove();
      switch (turn) {
        case PASS -> {
          wire.toServer(request);
          wire.serverTurn(true);
        }
        case CUT_BEFORE -> {
          lost.incrementAndGet();
          return;
        }
        case CUT_AFTER -> {
          wire.toServer(request);
          wire.serverTurn(false);
          lost.incrementAndGet();
          return;
        }
        case SWALLOW_BEFORE -> {
          lost.incrementAndGet();
          wire.untilClientGoes();
          return;
        }
        case SWALLOW_AFTER -> {
          wire.toServer(request);
          wire.serverTurn(false);
          lost.incrementAndGet();
          wire.untilClientGoes();
          return;
        }
      }
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
