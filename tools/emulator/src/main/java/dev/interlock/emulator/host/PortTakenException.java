package dev.interlock.emulator.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Reports that a server cannot use a port, nearly always because another process listens on it.
public final class PortTakenException extends SetupException {
  private static final long serialVersionUID = 1;

  private static final int CONNECT_MILLIS_MAX = 1_000;

  public PortTakenException(InetAddress address, int port, BindException refusal) {
    super(
        isListenedOn(address, port)
            ? "port " + port + " is taken"
            : "port %d cannot be used, although nothing listens on it (%s)"
                .formatted(port, refusal.getMessage()),
        refusal);
  }

  /// A port may also be that of an outgoing connection, or one that only root can use.
  private static boolean isListenedOn(InetAddress address, int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(address, port), CONNECT_MILLIS_MAX);
      return true;
    } catch (SocketTimeoutException _) {
      // A server that is too busy to accept.
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Throws this exception if the port is taken.
  public static void check(InetAddress address, int port) throws IOException {
    try {
      FreePort.probe(address, port);
    } catch (BindException refusal) {
      throw new PortTakenException(address, port, refusal);
    }
  }
}
