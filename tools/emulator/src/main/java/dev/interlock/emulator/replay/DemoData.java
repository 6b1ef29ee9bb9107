package dev.interlock.emulator.replay;

import dev.interlock.office.Demo;
import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableCatalog;
import dev.interlock.office.tables.TableScript;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Resets a database to the demo data, so that every event starts from the same rows.
///
/// It empties the tables of the schema: for disposable databases only.
final class DemoData implements AutoCloseable {
  private final Connection connection;
  private final String restored;

  private DemoData(Connection connection, String restored) {
    this.connection = connection;
    this.restored = restored;
  }

  /// Connects as the owner of the tables: functions may neither empty a table nor open an account.
  ///
  /// @param functions what functions bring for their own tables
  static DemoData in(String ownerConnectionUrl, List<OperationTables> functions)
      throws SQLException {
    Connection connection = DriverManager.getConnection(ownerConnectionUrl);
    try {
      TableCatalog tables = TableCatalog.of(connection);
      execute(connection, tables.emptying());
      Demo.put(connection);
      for (OperationTables own : functions) {
        execute(connection, own.demo().map(TableScript::sql).orElse(""));
      }
      // Copied rather than carried out again, which would take longer than most events.
      execute(connection, tables.copying());
      return new DemoData(connection, tables.emptying() + tables.filling());
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
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
