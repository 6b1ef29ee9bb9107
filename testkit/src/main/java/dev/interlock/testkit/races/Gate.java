package dev.interlock.testkit.races;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.concurrent.CompletableFuture;

/// Holds what a race is about until enough parties wait for it, so that they all meet there.
///
/// The thread that closes the gate waits until it has opened.
public final class Gate implements AutoCloseable {

  private final CompletableFuture<Void> opened;

  private Gate(CompletableFuture<Void> opened) {
    this.opened = opened;
  }

  /// Locks rows by a statement, and lets go of them once this many of the functions' sessions wait.
  public static Gate until(int waiting, TestDatabase database, String lock) {
    return until(waiting, database, lock, () -> {});
  }

  /// The same; once they all wait, and so have read what they decide on, something else happens
  /// first.
  public static Gate until(int waiting, TestDatabase database, String lock, Runnable meanwhile) {
    Session session = Session.holding(database, lock);
    return new Gate(
        CompletableFuture.runAsync(() -> {
          try (session) {
            new Backends(database).awaitWaiting(waiting);
            meanwhile.run();
          }
        }));
  }

  @Override
  public void close() {
    opened.join();
  }
}
