package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The files of an embedded PostgreSQL in its folder.
record ServerFolder(Path path) {
  Path data() {
    return path.resolve("postgresql");
  }

  Path log() {
    return path.resolve("postgresql.log");
  }

  /// The superuser's password.
  Path passwordFile() {
    return path.resolve("postgresql.password");
  }

  /// Written by the server when it starts, deleted when it stops, left in place when it is killed.
  Path pidFile() {
    return data().resolve("postmaster.pid");
  }

  /// Whether a server runs on the data.
  boolean isServed() throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(pidFile(), UTF_8);
    } catch (NoSuchFileException stopped) {
      return false;
    }
    // After a crash of the machine, any process may have the number in the file.
    return !lines.isEmpty() && isServer(Long.parseLong(lines.getFirst().strip()));
  }

  private boolean isServer(long pid) {
    Optional<String[]> arguments =
        ProcessHandle.of(pid).map(ProcessHandle::info).flatMap(ProcessHandle.Info::arguments);
    return arguments.map(List::of).orElse(List.of()).contains(data().toString());
  }
}
