package dev.interlock.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.emulator.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Watches the tables, on one connection that only reads. Conflicts with no statement of a
/// function: it takes no locks, and REPEATABLE READ takes no part in the detection of conflicts.
final class DatabaseWatch implements Watch.Source {
  private static final String SETTINGS =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;
      SET TRANSACTION READ ONLY;
      SET LOCAL statement_timeout = 2000;
      """;

  /// Without it, a table that was never analysed is scanned.
  private static final String POSTGRES = "SET LOCAL enable_seqscan = off";

  private static final String SESSIONS =
      """
      SELECT count(*) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()
      """;

  private static final int ANSWER_MILLIS_MAX = 5_000;
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();

  private final DatabaseAddress owner;
  private final boolean postgres;
  private final boolean ours;
  private final RowNames named;
  private final KeyView keys;
  private final TableView tables = new TableView();
  private @Nullable Connection connection;
  private long failedAtNanos = System.nanoTime() - RETRY_NANOS;

  /// @param ours whether the console may stop the server
  DatabaseWatch(
      DatabaseAddress owner, boolean postgres, boolean ours, RowNames named, KeyView keys) {
    this.owner = owner;
    this.postgres = postgres;
    this.ours = ours;
    this.named = named;
    this.keys = keys;
  }

  @Override
  public void look(Shown shown) {
    if (connection == null && System.nanoTime() - failedAtNanos < RETRY_NANOS) {
      return;
    }
    try {
      look(connected(), shown);
    } catch (SQLException unreachable) {
      close();
      failedAtNanos = System.nanoTime();
      shown.show("database", database("stopped"));
    }
  }

  private Connection connected() throws SQLException {
    if (connection == null) {
      Connection opened = owner.connect();
      connection = opened;
      Executor sameThread = Runnable::run;
      opened.setNetworkTimeout(sameThread, ANSWER_MILLIS_MAX);
      // A pooler may give each transaction another server session.
      opened.unwrap(PGConnection.class).setPrepareThreshold(0);
      opened.setAutoCommit(false);
    }
    return connection;
  }

  private void look(Connection connected, Shown shown) throws SQLException {
    try (Statement statement = connected.createStatement()) {
      statement.execute(postgres ? SETTINGS + POSTGRES : SETTINGS);
      ObjectNode database = database("up");
      if (postgres) {
        try (ResultSet row = statement.executeQuery(SESSIONS)) {
          row.next();
          database.put("sessions", row.getLong(1));
        }
      }
      shown.show("database", database);
      TableReader reader = new TableReader(connected);
      keys.look(reader, tables.look(reader, named.all(), shown), shown);
    }
    connected.rollback();
  }

  private ObjectNode database(String state) {
    return JsonNodeFactory.instance.objectNode().put("state", state).put("ours", ours);
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
