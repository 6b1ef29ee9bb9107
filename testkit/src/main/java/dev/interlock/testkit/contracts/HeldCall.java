package dev.interlock.testkit.contracts;

import dev.interlock.database.Database;
import dev.interlock.testkit.calls.Answer;
import dev.interlock.testkit.calls.Event;
import dev.interlock.testkit.calls.FunctionUnderTest;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// A call whose transaction stays open after its statement: it holds the rows that it wrote and its
/// key, as a slow call would, but not the caller's grant.
final class HeldCall implements AutoCloseable {

  private final Database pool;
  private Optional<Connection> held = Optional.empty();

  private HeldCall(TestDatabase database) {
    this.pool = database.database();
  }

  /// Sends an event that must be accepted, and holds what it wrote.
  static HeldCall of(TestDatabase database, FunctionUnderTest function, Event event) {
    HeldCall call = new HeldCall(database);
    Interceptor keepOpen = call.keepOpen();
    StatementRunner runner =
        new StatementRunner(new InterceptedDataSource(call.pool::open, keepOpen)::getConnection);
    Answer answer = Answer.of(function.handler(runner), event.json());
    if (answer.status() != 201) {
      call.close();
      throw new AssertionError("not accepted: " + answer.bodyText());
    }
    return call;
  }

  private Interceptor keepOpen() {
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        Connection connection = open.run();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        }
        return connection;
      }

      @Override
      public String preparing(String sql) {
        return sql.replaceAll(
            " FOR (SHARE|KEY SHARE|NO KEY UPDATE|UPDATE)( OF \\w+(, \\w+)*)?", "");
      }

      @Override
      public void closing(Connection connection, Step<Object> close) {
        held = Optional.of(connection);
      }
    };
  }

  /// Rolls back, which releases everything.
  synchronized void release() {
    try {
      if (held.isPresent()) {
        held.get().rollback();
        held.get().close();
      }
    } catch (SQLException e) {
      throw new CompletionException(e);
    } finally {
      held = Optional.empty();
    }
  }

  /// The same after a delay.
  CompletableFuture<Void> releaseAfter(Duration delay) {
    return CompletableFuture.runAsync(
        this::release,
        CompletableFuture.delayedExecutor(
            delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread));
  }

  @Override
  public void close() {
    release();
    pool.close();
  }
}
