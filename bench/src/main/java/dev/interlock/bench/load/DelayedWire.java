package dev.interlock.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A wire to a server with a delay: each byte arrives a fixed time after it was sent, in both
/// directions.
///
/// As on a real wire, bytes do not wait for the delivery of earlier ones. One thread reads and one
/// writes for all connections, because the wire takes its CPU time from client and server on the
/// same machine.
public final class DelayedWire implements AutoCloseable {

  private static final int CHUNK = 65_536;
  private static final long FULL_NANOS = 50_000;

  /// Bytes in transit, or the end of a stream.
  private record Chunk(long dueNanos, SocketChannel to, @Nullable ByteBuffer bytes) {}

  private final InetSocketAddress server;
  private final long delayNanos;
  private final Selector selector;
  private final ServerSocketChannel listener;
  // All have the same delay, so the first to come in is the first due.
  private final BlockingQueue<Chunk> inTransit = new LinkedBlockingQueue<>();
  private final Thread reader;
  private final Thread writer;
  private volatile boolean closing;

  private DelayedWire(int port, Duration eachWay) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.delayNanos = eachWay.toNanos();
    this.selector = Selector.open();
    this.listener = ServerSocketChannel.open();
    this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    this.listener.configureBlocking(false);
    this.listener.register(selector, SelectionKey.OP_ACCEPT);
    this.reader = Thread.ofPlatform().daemon().name("delayed-wire-in").unstarted(this::readAll);
    this.writer = Thread.ofPlatform().daemon().name("delayed-wire-out").unstarted(this::writeAll);
  }

  /// A wire to the server on this port of this machine.
  public static DelayedWire to(int port, Duration eachWay) throws IOException {
    DelayedWire wire = new DelayedWire(port, eachWay);
    wire.reader.start();
    wire.writer.start();
    return wire;
  }

  /// The port on which it listens.
  public int port() {
    return listener.socket().getLocalPort();
  }

  private void readAll() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    while (!closing) {
      try {
        selector.select(key -> serve(key, buffer));
      } catch (IOException e) {
        // Never caused by a single connection: the selector itself is broken.
        closing = true;
      }
    }
  }

  private void serve(SelectionKey key, ByteBuffer buffer) {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      accept();
    } else {
      read((SocketChannel) key.channel(), (SocketChannel) key.attachment(), buffer);
    }
  }

  private void accept() {
    try {
      SocketChannel client = listener.accept();
      if (client != null) {
        SocketChannel behind = SocketChannel.open(server);
        attach(client, behind);
        attach(behind, client);
      }
    } catch (IOException e) {
      // The server is full or the client has disconnected: the client sees a lost connection.
    }
  }

  private void attach(SocketChannel from, SocketChannel to) throws IOException {
    from.configureBlocking(false);
    from.setOption(StandardSocketOptions.TCP_NODELAY, true);
    from.register(selector, SelectionKey.OP_READ, to);
  }

  private void read(SocketChannel from, SocketChannel to, ByteBuffer buffer) {
    buffer.clear();
    int count;
    try {
      count = from.read(buffer);
    } catch (IOException e) {
      count = -1;
    }
    long due = System.nanoTime() + delayNanos;
    if (count < 0) {
      closeQuietly(from);
      inTransit.add(new Chunk(due, to, null));
    } else {
      buffer.flip();
      inTransit.add(new Chunk(due, to, ByteBuffer.allocate(count).put(buffer).flip()));
    }
  }

  private void writeAll() {
    try {
      while (!closing) {
        Chunk chunk = inTransit.take();
        for (long left = left(chunk); left > 0 && !closing; left = left(chunk)) {
          LockSupport.parkNanos(left);
        }
        deliver(chunk);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static long left(Chunk chunk) {
    return chunk.dueNanos() - System.nanoTime();
  }

  private void deliver(Chunk chunk) {
    ByteBuffer bytes = chunk.bytes();
    if (bytes == null) {
      closeQuietly(chunk.to());
      return;
    }
    try {
      while (bytes.hasRemaining() && !closing) {
        if (chunk.to().write(bytes) == 0) {
          LockSupport.parkNanos(FULL_NANOS);
        }
      }
    } catch (IOException e) {
      closeQuietly(chunk.to());
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is unusable anyway.
    }
  }

  /// Breaks open connections and accepts no new ones.
  @Override
  public void close() throws IOException {
    closing = true;
    selector.wakeup();
    writer.interrupt();
    try {
      reader.join();
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
