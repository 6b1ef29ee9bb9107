package dev.interlock.wire;

import java.io.IOException;
import java.net.Socket;

/// Opens a proxy's connections to the server, one for each client.
@FunctionalInterface
public interface Upstream {

  /// Opens a connection. At most TLS has been negotiated on it.
  Socket open() throws IOException;

  /// A server reached without TLS, as on the same machine.
  static Upstream at(String host, int port) {
    return () -> new Socket(host, port);
  }
}
