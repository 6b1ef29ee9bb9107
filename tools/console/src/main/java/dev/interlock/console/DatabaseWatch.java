package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Watches the tables, on one connection.
final class DatabaseWatch implements Watch.Source {
  private static final String SESSIONS =
      """
      SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
      """;

  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();

  private final ConsoleStack stack;
  private final RowNames named;
  private final KeyView keys;
  private final TableView tables = new TableView();
  private @Nullable Connection connection;
  private long failedAtNanos = System.nanoTime() - RETRY_NANOS;

  DatabaseWatch(ConsoleStack stack, RowNames named, KeyView keys) {
    this.stack = stack;
    this.named = named;
    this.keys = keys;
  }

  @Override
  public void look(Shown shown) {
    if (connection == null && System.nanoTime() - failedAtNanos < RETRY_NANOS) {
      return;
    }
    try {
      Connection connected = connection;
      if (connected == null) {
        connected = ReadTransaction.connect(stack.database().owner());
        connection = connected;
      }
      look(connected, shown);
    } catch (SQLException unreachable) {
      close();
      failedAtNanos = System.nanoTime();
      shown.show("database", database("stopped"));
    }
  }

  private void look(Connection connected, Shown shown) throws SQLException {
    TableReader reader = ReadTransaction.begin(connected);
    ObjectNode database = database("up");
    if (stack.onPostgres()) {
      database.put("sessions", sessions(connected));
    }
    shown.show("database", database);
    keys.look(reader, tables.look(reader, named.all(), shown), shown);
    connected.rollback();
  }

  private static long sessions(Connection connected) throws SQLException {
    try (Statement statement = connected.createStatement();
        ResultSet row = statement.executeQuery(SESSIONS)) {
      row.next();
      return row.getLong(1);
    }
  }

  private ObjectNode database(String state) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("state", state)
        .put("ours", stack.server().isPresent());
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException gone) {
      // It is closed, whatever the server says.
    }
    connection = null;
  }
}
