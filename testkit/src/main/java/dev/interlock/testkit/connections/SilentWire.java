package dev.interlock.testkit.connections;

import dev.interlock.testkit.servers.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A wire between functions and PostgreSQL that falls silent on demand, like a NAT gateway that
/// forgot a connection or a host that lost power. It drops all data, and neither side learns that
/// the other closed its connection.
public final class SilentWire implements AutoCloseable {

  private final int serverPort;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connects = new AtomicInteger();
  private final AtomicLong swallowed = new AtomicLong();

  private SilentWire(int serverPort, ServerSocket listener) {
    this.serverPort = serverPort;
    this.listener = listener;
  }

  /// A wire to the server of a database.
  public static SilentWire before(TestDatabase database) {
    try {
      ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
      SilentWire wire = new SilentWire(database.port(), listener);
      Thread.ofVirtual().start(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// Connections that clients have opened so far.
  public int connects() {
    return connects.get();
  }

  /// The number of bytes swallowed so far, of both sides.
  public long swallowed() {
    return swallowed.get();
  }

  /// Open connections fall silent for good. Later ones work.
  public void fallSilent() {
    links.forEach(link -> link.silent = true);
  }

  /// Breaks open connections.
  public void cut() {
    links.forEach(Link::close);
  }

  /// Breaks open connections and refuses new ones.
  @Override
  public void close() {
    closeQuietly(listener);
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        connects.incrementAndGet();
        Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
        links.add(link);
        Thread.ofVirtual().start(() -> link.pump(link.client, link.server));
        Thread.ofVirtual().start(() -> link.pump(link.server, link.client));
      } catch (IOException e) {
        closeQuietly(listener);
      }
    }
  }

  /// One connection, both ways.
  private final class Link {

    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    private Link(Socket client, Socket server) throws IOException {
      this.client = client;
      this.server = server;
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    private void pump(Socket from, Socket to) {
      byte[] bytes = new byte[16_384];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int length = in.read(bytes);
        while (length >= 0) {
          if (silent) {
            swallowed.addAndGet(length);
          } else {
            out.write(bytes, 0, length);
          }
          length = in.read(bytes);
        }
      } catch (IOException e) {
        // One side has gone.
      }
      // The close is swallowed too.
      if (!silent) {
        close();
      }
    }

    private void close() {
      links.remove(this);
      closeQuietly(client);
      closeQuietly(server);
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
