package dev.interlock.emulator.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/// Resets a database to the demo data, so that every event starts from the same rows.
///
/// It empties every table of the schema: for disposable databases only.
final class DemoData implements AutoCloseable {
  // TRUNCATE would recreate every file, which takes ten times as long. The locks wait for
  // transactions in flight, as TRUNCATE does.
  private static final String EMPTYING =
      """
      SELECT 'LOCK TABLE ' || string_agg(quote_ident(tablename), ', ') || '; '
             || string_agg('DELETE FROM ' || quote_ident(tablename), '; ')
      FROM pg_tables
      WHERE schemaname = current_schema()
      """;

  private final Connection connection;
  private final String emptied;
  private final String filled;

  private DemoData(Connection connection, String emptied, String filled) {
    this.connection = connection;
    this.emptied = emptied;
    this.filled = filled;
  }

  /// Connects as the owner of the tables: functions may neither empty a table nor open an account.
  static DemoData in(String ownerConnectionUrl) throws SQLException, IOException {
    Connection connection = DriverManager.getConnection(ownerConnectionUrl);
    try {
      connection.setAutoCommit(false);
      return new DemoData(connection, emptying(connection), script());
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static String emptying(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(EMPTYING)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String script() throws IOException {
    try (InputStream demo = DemoData.class.getResourceAsStream("/db/demo.sql")) {
      byte[] script = Objects.requireNonNull(demo, "db/demo.sql is in shared's jar").readAllBytes();
      return new String(script, StandardCharsets.UTF_8);
    }
  }

  void restore() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(emptied);
      statement.execute(filled);
      connection.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
