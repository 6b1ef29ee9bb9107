package dev.interlock.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Runs the launcher next to a virtual thread that waits for standard input, which never comes. In
/// a JVM with one carrier, no other virtual thread can then run.
final class PinnedLauncher {
  private static final Duration PROBE = Duration.ofMillis(500);

  private PinnedLauncher() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread.ofVirtual().start(PinnedLauncher::read);
    if (Thread.ofVirtual().start(() -> {}).join(PROBE)) {
      throw new IllegalStateException("a carrier is free");
    }
    Interlock.main(arguments);
  }

  private static void read() {
    try {
      System.in.read();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
