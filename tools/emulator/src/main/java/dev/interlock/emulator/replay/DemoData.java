package dev.interlock.emulator.replay;

import dev.interlock.office.Demo;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Resets a database to the demo data, so that every event starts from the same rows.
///
/// It empties the tables of the schema, all but the record of its migrations: for disposable
/// databases only.
final class DemoData implements AutoCloseable {
  private static final String TABLES =
      """
      SELECT tablename
      FROM pg_tables
      WHERE schemaname = current_schema() AND tablename <> 'interlock_migration'
      """;

  private final Connection connection;
  private final String restored;

  private DemoData(Connection connection, String restored) {
    this.connection = connection;
    this.restored = restored;
  }

  /// Connects as the owner of the tables: functions may neither empty a table nor open an account.
  static DemoData in(String ownerConnectionUrl) throws SQLException {
    Connection connection = DriverManager.getConnection(ownerConnectionUrl);
    try {
      List<String> tables = tables(connection);
      execute(connection, emptying(tables));
      Demo.put(connection);
      execute(connection, copying(tables));
      return new DemoData(connection, emptying(tables) + filling(tables));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  // TRUNCATE would recreate every file, which takes ten times as long. The locks wait for
  // transactions in flight, as TRUNCATE does.
  private static String emptying(List<String> tables) {
    return "LOCK TABLE \""
        + String.join("\", \"", tables)
        + "\";"
        + each(tables, "DELETE FROM \"%1$s\";");
  }

  // Copied rather than carried out again, which would take longer than most events.
  private static String copying(List<String> tables) {
    return each(tables, "CREATE TEMPORARY TABLE \"demo_%1$s\" AS SELECT * FROM \"%1$s\";");
  }

  private static String filling(List<String> tables) {
    return each(tables, "INSERT INTO \"%1$s\" SELECT * FROM \"demo_%1$s\";");
  }

  private static String each(List<String> tables, String statement) {
    StringBuilder all = new StringBuilder();
    tables.forEach(table -> all.append(statement.formatted(table)));
    return all.toString();
  }

  void restore() throws SQLException {
    execute(connection, restored);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      connection.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
