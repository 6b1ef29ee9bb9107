package dev.interlock.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The lines that the server has logged since a moment.
///
/// @param from the length of the file at that moment
record ServerLog(Path file, long from) {
  private static final Duration POLL = Duration.ofMillis(2);

  static ServerLog fromNow(Path file) throws IOException {
    return new ServerLog(file, Files.size(file));
  }

  /// Whether it logs this text within the time.
  boolean awaits(String text, Duration atMost) throws IOException {
    long giveUp = System.nanoTime() + atMost.toNanos();
    while (!news().contains(text)) {
      if (System.nanoTime() > giveUp) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  private String news() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
