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

/// A wire to a server that takes time: each byte arrives so much later than it was sent, either
/// way.
///
/// What is sent meanwhile does not wait for what was sent before, as on a real wire. It has two
/// threads for all connections, one that reads and one that writes: client and server run on the
/// same machine, and what the wire burns they lack.
public final class DelayedWire implements AutoCloseable {

  private static final int CHUNK = 65_536;
  private static final long FULL_NANOS = 50_000;

  /// Bytes on their way, or the end of what is sent.
  private record Chunk(long dueNanos, SocketChannel to, @Nullable ByteBuffer bytes) {}

  private final InetSocketAddress server;
  private final long delayNanos;
  private final Selector selector;
  private final ServerSocketChannel listener;
  // The delay is one and the same, so what comes in first is due first.
  private final BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
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

  /// A wire to the server on that port of this machine.
  public static DelayedWire to(int port, Duration eachWay) throws IOException {
    DelayedWire wire = new DelayedWire(port, eachWay);
    wire.reader.start();
    wire.writer.start();
    return wire;
  }

  /// Where it listens.
  public int port() {
    return listener.socket().getLocalPort();
  }

  private void readAll() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    while (!closing) {
      try {
        selector.select(key -> serve(key, buffer));
      } catch (IOException e) {
        // Nothing of one connection ends up here: without a selector there is no wire.
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
      // The server takes no more, or the client has gone: whoever asked hears it by a lost link.
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
      underWay.add(new Chunk(due, to, null));
    } else {
      buffer.flip();
      underWay.add(new Chunk(due, to, ByteBuffer.allocate(count).put(buffer).flip()));
    }
  }

  private void writeAll() {
    try {
      while (!closing) {
        Chunk chunk = underWay.take();
        for (long left = left(chunk); left > 0 && !closing; left = left(chunk)) {
          LockSupport.parkNanos(left);
        }
        deliver(chunk);
      }
    } catch (InterruptedException e) {
      // That is how it is closed.
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
      // Gone is gone.
    }
  }

  /// Breaks what is open and refuses what comes.
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
