package dev.interlock.testing;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.interlock.database.Database;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// A function's handler on a real database, with a count of the connections that it opened.
public final class HandlerUnderTest implements AutoCloseable {

  private final AtomicInteger connectionsOpened = new AtomicInteger();
  private final Database pool;
  private final RequestStreamHandler handler;

  /// A handler made by `constructor`, which opens its connections as a function would.
  public HandlerUnderTest(
      TestDatabase database, Function<Database, ? extends RequestStreamHandler> constructor) {
    pool = database.database();
    handler = constructor.apply(new Database(new Counting()));
  }

  /// Sends an event.
  public Answer send(Event event) {
    return Answer.of(handler, event.json());
  }

  /// Sends what need not be an event at all.
  public Answer send(byte[] event) {
    return Answer.of(handler, event);
  }

  /// How many connections were asked for so far.
  public int connectionsOpened() {
    return connectionsOpened.get();
  }

  @Override
  public void close() {
    pool.close();
  }

  private final class Counting implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      connectionsOpened.incrementAndGet();
      return pool.open();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
