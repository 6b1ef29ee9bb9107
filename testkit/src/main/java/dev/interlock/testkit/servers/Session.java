package dev.interlock.testkit.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// A session of the test that holds its locks until the test releases them.
public final class Session implements AutoCloseable {

  private final Connection connection;
  private final List<CompletableFuture<Void>> pendingReleases = new CopyOnWriteArrayList<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  /// Begins a transaction and runs statements in it, which keep their locks.
  public static Session holding(TestDatabase database, String sql) {
    Connection connection = database.connect();
    try {
      connection.setAutoCommit(false);
      Session session = new Session(connection);
      session.run(sql);
      return session;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs another statement in the transaction.
  public void run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// Releases the locks and keeps what was written.
  public void commit() {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Releases the locks and discards what was written.
  public void release() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Releases the locks after a delay, unless the session is closed before.
  ///
  /// @return completes with the release. A test that needs the release checks this: otherwise it
  ///   passes even if the release came too late to matter.
  public CompletableFuture<Void> releaseAfter(Duration delay) {
    // Not on the common pool, where other tests may block every thread.
    CompletableFuture<Void> release =
        CompletableFuture.runAsync(
            this::release,
            CompletableFuture.delayedExecutor(
                delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread));
    pendingReleases.add(release);
    return release;
  }

  /// Releases what it still holds, and ends.
  @Override
  public void close() {
    pendingReleases.forEach(release -> release.cancel(false));
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
