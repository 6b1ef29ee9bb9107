package dev.interlock.testkit.races;

import dev.interlock.testkit.servers.Backends;
import dev.interlock.testkit.servers.Session;
import dev.interlock.testkit.servers.TestDatabase;
import java.util.concurrent.CompletableFuture;

/// Locks the rows of a race until enough parties wait for them, so that they all meet there.
/// Closing the gate waits until it has opened.
public final class Gate implements AutoCloseable {

  private final CompletableFuture<Void> opened;

  private Gate(CompletableFuture<Void> opened) {
    this.opened = opened;
  }

  /// Locks rows with a statement, and releases them once this many of the functions' sessions wait.
  public static Gate until(int waiting, TestDatabase database, String lock) {
    return until(waiting, database, lock, () -> {});
  }

  /// The same, but runs something else first, once all of them wait and have read their input.
  public static Gate until(int waiting, TestDatabase database, String lock, Runnable meanwhile) {
    Session session = Session.holding(database, lock);
    return new Gate(
        // Not on the common pool, where the gates of other tests may block every thread.
        CompletableFuture.runAsync(
            () -> {
              try (session) {
                new Backends(database).awaitWaiting(waiting);
                meanwhile.run();
              }
            },
            Thread::startVirtualThread));
  }

  @Override
  public void close() {
    opened.join();
  }
}
