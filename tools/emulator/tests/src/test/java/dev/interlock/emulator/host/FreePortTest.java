package dev.interlock.emulator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  /// An outgoing connection once took the port of a server before the server started.
  @Test
  void noPortIsInTheRangeOfOutgoingConnections() throws Exception {
    for (int n = 0; n < 1000; n++) {
      assertThat(FreePort.choose()).isBetween(1024, 32_767);
    }
  }

  @Test
  void aPortWithAListenerIsNotFree() throws Exception {
    int port = FreePort.choose();
    assertThat(FreePort.isFree(port)).isTrue();
    try (ServerSocket taken = new ServerSocket(port, 1, FreePort.LOOPBACK)) {
      assertThat(FreePort.isFree(taken.getLocalPort())).isFalse();
    }
  }
}
