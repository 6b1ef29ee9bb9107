package dev.interlock.testkit.calls;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import dev.interlock.testkit.connections.InterceptedDataSource;
import dev.interlock.testkit.connections.Interceptor;
import dev.interlock.testkit.servers.TestDatabase;
import dev.interlock.write.StatementRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A function's handler on a real database, with a count of the connections it requested.
public final class HandlerUnderTest implements AutoCloseable {

  private final AtomicInteger connectionsOpened = new AtomicInteger();
  private final Database pool;
  private final RequestStreamHandler handler;

  /// A handler made by `constructor`, which opens its connections as a function would.
  public HandlerUnderTest(
      TestDatabase database, Function<Database, ? extends RequestStreamHandler> constructor) {
    pool = database.database();
    handler = constructor.apply(new InterceptedDataSource(pool::open, counting())::getConnection);
  }

  /// A function's handler.
  public static HandlerUnderTest of(TestDatabase database, FunctionUnderTest function) {
    return new HandlerUnderTest(database, db -> function.handler(new StatementRunner(db)));
  }

  /// Sends an event.
  public Answer send(Event event) {
    return Answer.of(handler, event.json());
  }

  /// Sends bytes that may not be an event.
  public Answer send(byte[] event) {
    return Answer.of(handler, event);
  }

  /// The number of connections requested so far.
  public int connectionsOpened() {
    return connectionsOpened.get();
  }

  @Override
  public void close() {
    pool.close();
  }

  private Interceptor counting() {
    return new Interceptor() {
      @Override
      public Connection opening(Step<Connection> open) throws SQLException {
        connectionsOpened.incrementAndGet();
        return open.run();
      }
    };
  }
}
