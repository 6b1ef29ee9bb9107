package dev.interlock.emulator.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortTest {
  /// A server that was to listen there found its port taken by a connection to somebody else.
  @Test
  void noPortIsAmongThoseThatOutgoingConnectionsGet() throws Exception {
    for (int n = 0; n < 1000; n++) {
      assertThat(FreePort.choose()).isBetween(1024, 32_767);
    }
  }

  @Test
  void aPortThatIsListenedOnIsNotFree() throws Exception {
    int port = FreePort.choose();
    assertThat(FreePort.isFree(port)).isTrue();
    try (ServerSocket taken = new ServerSocket(port, 1, FreePort.LOOPBACK)) {
      assertThat(FreePort.isFree(taken.getLocalPort())).isFalse();
    }
  }
}
