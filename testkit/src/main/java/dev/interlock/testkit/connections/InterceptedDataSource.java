package dev.interlock.testkit.connections;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Opens real connections with an [Interceptor] in front of them.
public final class InterceptedDataSource implements DataSource {

  private final Interceptor.Step<Connection> opener;
  private final Interceptor interceptor;

  public InterceptedDataSource(Interceptor.Step<Connection> opener, Interceptor interceptor) {
    this.opener = opener;
    this.interceptor = interceptor;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = interceptor.opening(opener);
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> onConnection(real, method, arguments));
  }

  private @Nullable Object onConnection(
      Connection real, Method method, @Nullable Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "prepareStatement" -> {
        String sql = interceptor.preparing(String.valueOf(arguments[0]));
        arguments[0] = sql;
        yield statement(
            (PreparedStatement) Objects.requireNonNull(call(real, method, arguments)), sql);
      }
      case "abort" -> {
        interceptor.aborting(() -> step(real, method, arguments));
        yield null;
      }
      case "close" -> {
        interceptor.closing(real, () -> step(real, method, arguments));
        yield null;
      }
      // Tells whether the connection is PostgreSQL's, which has queues.
      case "isWrapperFor" ->
          interceptor.queues() && Boolean.TRUE.equals(call(real, method, arguments));
      default -> call(real, method, arguments);
    };
  }

  private PreparedStatement statement(PreparedStatement real, String sql) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (self, method, arguments) ->
                method.getName().startsWith("execute")
                    ? interceptor.executing(sql, () -> step(real, method, arguments))
                    : call(real, method, arguments));
  }

  /// For a void method the result is a placeholder.
  private static Object step(Object real, Method method, @Nullable Object[] arguments)
      throws SQLException {
    try {
      return Objects.requireNonNullElse(call(real, method, arguments), Void.TYPE);
    } catch (SQLException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable Object call(Object real, Method method, @Nullable Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
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
