package dev.interlock.launcher;

import dev.interlock.emulator.host.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where a test's stack runs: its data folder, and two free ports.
record StackPlace(Path data, int port, int databasePort) {
  static StackPlace in(Path data) throws IOException {
    return new StackPlace(data, FreePort.choose(), FreePort.choose());
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /// The command that starts a stack here. Later options override earlier ones.
  String[] start(String... more) {
    List<String> place =
        List.of(
            "start",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port),
            "--database-port",
            Integer.toString(databasePort));
    return Stream.concat(place.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
