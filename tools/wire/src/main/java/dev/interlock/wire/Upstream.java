package dev.interlock.wire;

import java.io.IOException;
import java.net.Socket;

/// Opens the connections behind a proxy: to the server, for each client one.
@FunctionalInterface
public interface Upstream {

  /// A connection on which nothing has been said yet, but for what encrypts it.
  Socket open() throws IOException;

  /// A server that is spoken to in the clear, as on one's own machine.
  static Upstream at(String host, int port) {
    return () -> new Socket(host, port);
  }
}
