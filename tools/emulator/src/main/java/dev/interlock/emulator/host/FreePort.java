package dev.interlock.emulator.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Free ports for servers that cannot bind port 0, such as PostgreSQL.
///
/// They lie below the range for outgoing connections (from 32768 on Linux, from 49152 elsewhere),
/// where a connection could take a port before the server binds it.
public final class FreePort {
  public static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static final int FIRST = 10_000;
  private static final int END = 32_768;
  private static final int TRIES_MAX = 100;

  private FreePort() {}

  /// A free port of the loopback address.
  public static int choose() throws IOException {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
    }
    throw new BindException("no free port among " + TRIES_MAX);
  }

  public static boolean isFree(int port) throws IOException {
    return isFree(LOOPBACK, port);
  }

  private static boolean isFree(InetAddress address, int port) throws IOException {
    try {
      probe(address, port);
      return true;
    } catch (BindException taken) {
      return false;
    }
  }

  /// Binds the port for a moment.
  static void probe(InetAddress address, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, port));
    }
  }
}
