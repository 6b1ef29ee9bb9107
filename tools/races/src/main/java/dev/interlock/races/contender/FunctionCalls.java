package dev.interlock.races.contender;

import dev.interlock.database.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Replaces Interlock's statements by calls of the functions in `bench/functions.sql`, which take
/// the same parameters in the same order.
final class FunctionCalls implements Database {

  private static final String STATEMENT = "WITH command AS";

  // If the key belongs to another command there is no row, and the handler finds out as usual.
  private static final String CALL =
      """
      SELECT decided AS verdict, told::text AS detail, decided_at
        FROM bench.%s(?::text, ?::text, ?::bytea, ?::text, ?::interval, ?::interval, %s)
       WHERE decided <> 'idempotency-key-reused'\
      """;

  // By the name of the operation in the statement.
  private static final Map<String, String> CALLS =
      Map.of(
          "'transfer'",
          CALL.formatted("transfer", "?::uuid, ?::uuid, ?::bigint, ?::text, ?::text"),
          "'stock-decrement'",
          CALL.formatted("decrement", "?::uuid, ?::text, ?::text[], ?::bigint[]"),
          "'permission-change'",
          CALL.formatted("change", "?::uuid, ?::text, ?::text, ?::timestamptz, ?::bigint"));

  private final Database database;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  FunctionCalls(Database database) {
    this.database = database;
  }

  @Override
  public Connection open() throws SQLException {
    Connection connection = database.open();
    return (Connection)
        Proxy.newProxyInstance(
            FunctionCalls.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                arguments[0] = known.computeIfAbsent((String) arguments[0], FunctionCalls::instead);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String instead(String sql) {
    if (!sql.startsWith(STATEMENT)) {
      return sql;
    }
    return CALLS.entrySet().stream()
        .filter(call -> sql.contains(call.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    database.close();
  }
}
