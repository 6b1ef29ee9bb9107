package dev.interlock.testkit.servers;

import dev.interlock.database.Database;
import dev.interlock.office.tables.TableCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Runs SQL as the owner of the tables, on kept connections where the server has them.
final class OwnerQueries {

  private static final String CONFLICT = "40001";
  private static final int ATTEMPTS_MAX = 10;

  private final TestServer server;
  private final Place place;

  OwnerQueries(TestServer server, Place place) {
    this.server = server;
    this.place = place;
  }

  Connection connect() {
    Map<String, String> parameters = new LinkedHashMap<>(server.product().ownerParameters());
    if (!place.schema().equals("public")) {
      parameters.put("currentSchema", place.schema());
    }
    try {
      return OwnerConnections.open(server.url(), place.database(), parameters);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  void run(String sql) {
    ask(
        sql,
        statement -> {
          runAgainOnConflict(statement, sql);
          return "";
        });
  }

  /// Runs a file of statements from the class path.
  void runResource(String name) {
    try (InputStream resource = Database.class.getClassLoader().getResourceAsStream(name)) {
      runScript(
          new String(
              Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a script that may grant rights to the functions' role.
  void runScript(String sql) {
    // A server that may already have the usual role has another one for the tests.
    run(sql.replace("interlock_function", place.role().name()));
  }

  // Several statements sent together can conflict on CockroachDB. PostgreSQL runs them at READ
  // COMMITTED, where none does.
  private static void runAgainOnConflict(Statement statement, String sql) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        statement.execute(sql);
        return;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS_MAX || !CONFLICT.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  String text(String sql) {
    return ask(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
          }
        });
  }

  private <T> T ask(String sql, KeptConnections.Question<T> question) {
    try {
      return server.kept().ask(place.database(), this::connect, question);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// The tables that exist now.
  TableCatalog tables() {
    return ask("catalogue", statement -> TableCatalog.of(statement.getConnection()));
  }

  /// Adds the demo data.
  void putDemoData() {
    DemoRows.putInto(this, server.product());
  }
}
