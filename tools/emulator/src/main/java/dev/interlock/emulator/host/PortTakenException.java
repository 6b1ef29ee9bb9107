package dev.interlock.emulator.host;

import java.io.IOException;
import java.net.InetAddress;

/// Reports that another process listens on a port.
public final class PortTakenException extends SetupException {
  private static final long serialVersionUID = 1;

  public PortTakenException(int port, Throwable cause) {
    super("port " + port + " is taken", cause);
  }

  private PortTakenException(int port) {
    super("port " + port + " is taken");
  }

  /// Throws this exception if the port is taken.
  public static void check(InetAddress address, int port) throws IOException {
    if (!FreePort.isFree(address, port)) {
      throw new PortTakenException(port);
    }
  }
}
