package dev.interlock.races;

import dev.interlock.database.Database;
import dev.interlock.database.SqlState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reports what a participant's code sends to its driver and reads from it.
record ObservedDatabase(Database database, Participant participant) implements Database {

  @Override
  public Connection open() throws SQLException {
    Connection real = database.open();
    return proxy(Connection.class, (_, method, arguments) -> onConnection(real, method, arguments));
  }

  private @Nullable Object onConnection(
      Connection real, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    switch (method.getName()) {
      case "commit" -> participant.report(new RaceEvent.CommitSent(participant.name()));
      case "rollback" -> participant.report(new RaceEvent.RollbackSent(participant.name()));
      default -> {}
    }
    Object result = call(real, method, arguments);
    if (result instanceof PreparedStatement statement && arguments != null) {
      ObservedStatement observed =
          new ObservedStatement(this, statement, String.valueOf(arguments[0]));
      return proxy(PreparedStatement.class, (_, called, given) -> observed.call(called, given));
    }
    return result;
  }

  /// Calls the driver, and reports a failure that is the database's.
  @Nullable Object call(Object real, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        participant.report(new RaceEvent.Failed(participant.name(), SqlState.of(failure)));
      }
      throw Objects.requireNonNull(e.getCause());
    }
  }

  static <T> T proxy(Class<T> type, java.lang.reflect.InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            ObservedDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public void close() {
    database.close();
  }
}
