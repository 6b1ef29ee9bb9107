package dev.interlock.emulator.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.office.Demo;
import dev.interlock.office.tables.TableScript;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A session that runs plain SQL and the scripts in `/db`.
final class SqlSession implements AutoCloseable {
  private final Connection connection;
  private final Statement statement;

  private SqlSession(Connection connection) throws SQLException {
    this.connection = connection;
    this.statement = connection.createStatement();
  }

  static SqlSession open(DatabaseAddress address) throws SQLException {
    Connection connection = address.connect();
    try {
      return new SqlSession(connection);
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  void execute(String sql) throws SQLException {
    statement.execute(sql);
  }

  /// Runs `/db/NAME.sql`.
  void executeScript(String name) throws SQLException, IOException {
    execute(script(name));
  }

  /// Runs a script of a function, and records it.
  ///
  /// @throws MigrationFailedException when it fails
  void executeAndRecord(TableScript script) {
    try {
      execute(script.recording() + script.sql());
    } catch (SQLException failure) {
      throw new MigrationFailedException(script.name(), failure);
    }
  }

  /// The text of `/db/NAME.sql`.
  static String script(String name) throws IOException {
    try (InputStream bytes =
        Objects.requireNonNull(SqlSession.class.getResourceAsStream("/db/" + name + ".sql"))) {
      return new String(bytes.readAllBytes(), UTF_8);
    }
  }

  /// Whether the table is on the search path, where the functions need it.
  boolean hasTable(String name) throws SQLException {
    return hasRows("SELECT 1 WHERE to_regclass('" + name + "') IS NOT NULL");
  }

  /// The server's product and version.
  String version() throws SQLException {
    return value("SELECT version()");
  }

  boolean isPostgres() throws SQLException {
    return version().startsWith("PostgreSQL");
  }

  boolean hasRows(String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  /// The first column of each row.
  List<String> values(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /// The first column of the only row.
  String value(String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /// Adds the demo data, in a transaction.
  void putDemoData() throws SQLException {
    Demo.put(connection);
  }

  /// The work of a transaction.
  interface Step {
    void run(SqlSession session) throws SQLException, IOException;
  }

  void inOneTransaction(Step step) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try {
      step.run(this);
      connection.commit();
    } catch (SQLException | IOException | RuntimeException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
