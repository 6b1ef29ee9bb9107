package dev.interlock.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// The wire delays every byte by the same time, whatever else is in flight.
class DelayedWireTest {

  private static final Duration EACH_WAY = Duration.ofMillis(50);
  private static final int CHUNKS = 40;

  @Test
  void everyByteIsDelayedWithoutWaitingForAnother() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        DelayedWire wire = DelayedWire.to(server.getLocalPort(), EACH_WAY);
        Socket client = new Socket(InetAddress.getLoopbackAddress(), wire.port())) {
      client.setTcpNoDelay(true);
      threads.execute(() -> echo(server));
      long start = System.nanoTime();
      for (int n = 0; n < CHUNKS; n++) {
        client.getOutputStream().write(n);
      }
      byte[] back = client.getInputStream().readNBytes(CHUNKS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      for (int n = 0; n < CHUNKS; n++) {
        assertThat(back[n]).isEqualTo((byte) n);
      }
      // Delayed one after another, they would take forty times as long.
      assertThat(took).isBetween(EACH_WAY.multipliedBy(2), EACH_WAY.multipliedBy(CHUNKS / 2));
    }
  }

  @Test
  void aClosedClientClosesTheServerSide() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DelayedWire wire = DelayedWire.to(server.getLocalPort(), Duration.ofMillis(1))) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), wire.port());
      try (Socket behind = server.accept()) {
        client.getOutputStream().write(1);
        client.close();
        assertThat(behind.getInputStream().readAllBytes()).containsExactly(1);
      }
    }
  }

  private static void echo(ServerSocket server) {
    try (Socket client = server.accept()) {
      InputStream in = client.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        client.getOutputStream().write(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
