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

/// A proxy before PostgreSQL, on a port of this machine, that breaks what passes as its script
/// says.
///
/// It takes clients in the clear only, and it knows turns, so a client must not begin one before it
/// has heard the end of the last: pgjdbc does not. COPY does not pass.
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

  /// Where it listens.
  public int port() {
    return listener.getLocalPort();
  }

  /// Connections that clients have opened so far.
  public int connects() {
    return connects.get();
  }

  /// Turns so far that clients began once they were connected.
  public int turns() {
    return turns.get();
  }

  /// Refuses what comes from now on, as a server that is gone; what is open stays.
  public void refuseConnects() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Breaks what is open and refuses what comes; when it returns, both are done.
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
        // It was closed; or this one client had gone before it was accepted.
      }
    }
  }

  private void begin(Socket client) throws IOException {
    connects.incrementAndGet();
    try {
      threads.execute(() -> serve(client));
    } catch (RejectedExecutionException e) {
      // Closed a moment ago.
      client.close();
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket behind = server.open()) {
      new Link(new Side(client), new Side(behind), script).serve(turns::incrementAndGet);
    } catch (IOException e) {
      // One side has gone, and with the end of this block the other one goes too.
    }
  }
}
