package dev.interlock.emulator.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Reports that another process listens on a port.
public final class PortTakenException extends SetupException {
  private static final long serialVersionUID = 1;

  public PortTakenException(int port, Throwable cause) {
    super("port " + port + " is taken", cause);
  }

  /// Throws it if the port is taken.
  public static void check(InetAddress address, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, port));
    } catch (BindException taken) {
      throw new PortTakenException(port, taken);
    }
  }
}
