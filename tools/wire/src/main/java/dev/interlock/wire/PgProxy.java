package dev.interlock.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// A proxy in front of PostgreSQL, on a local port, that injects the faults of its script.
///
/// Clients must connect without TLS, and wait for the complete answer to a request before they send
/// the next one, as pgjdbc does. COPY is not supported.
public final class PgProxy implements AutoCloseable {

  private static final int BACKLOG = 200;

  private final Upstream server;
  private final Script script;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();

  private PgProxy(Upstream server, Script script, ServerSocket listener) {
    this.server = server;
    this.script = script;
    this.listener = listener;
  }

  /// A proxy on a free port of the loopback address.
  public static PgProxy before(Upstream server, Script script) {
    try {
      ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      PgProxy proxy = new PgProxy(server, script, listener);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The port that it listens on.
  public int port() {
    return listener.getLocalPort();
  }

  /// The number of connections that clients have opened.
  public int connects() {
    return connects.get();
  }

  /// The number of turns that clients have begun, not counting startup.
  public int turns() {
    return turns.get();
  }

  /// Refuses new connections, as if the server were gone. Open ones stay.
  public void refuseConnects() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Breaks open connections and refuses new ones. Returns when all are closed.
  @Override
  public void close() {
    refuseConnects();
    // An interrupt closes the sockets that a virtual thread waits on.
    threads.shutdownNow();
    threads.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        begin(listener.accept());
      } catch (IOException e) {
        // The proxy was closed, or this client disconnected before it was accepted.
      }
    }
  }

  private void begin(Socket client) throws IOException {
    connects.incrementAndGet();
    try {
      threads.execute(() -> serve(client));
    } catch (RejectedExecutionException e) {
      // The proxy has just been closed.
      client.close();
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind = server.open()) {
      new ProxiedConnection(new Side(client), new Side(behind), script)
          .serve(turns::incrementAndGet);
    } catch (IOException e) {
      // One side has closed. The end of this block closes the other.
    }
  }
}
