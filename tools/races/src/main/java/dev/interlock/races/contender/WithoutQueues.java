package dev.interlock.races.contender;

import dev.interlock.database.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/// Connections that do not show that they are PostgreSQL's, which alone has queues.
record WithoutQueues(Database database) implements Database {

  @Override
  public Connection open() throws SQLException {
    Connection connection = database.open();
    return (Connection)
        Proxy.newProxyInstance(
            WithoutQueues.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (method.getName().equals("isWrapperFor")) {
                return false;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public void close() {
    database.close();
  }
}
