package dev.interlock.testing;

import dev.interlock.database.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// A database of its own on a real PostgreSQL: tables, roles and the demo data.
///
/// One server serves all tests of a JVM; it stops with it.
public final class TestDatabase {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final int port;
  private final String name;

  private TestDatabase(int port, String name) {
    this.port = port;
    this.name = name;
  }

  /// A new database with schema and demo data.
  public static TestDatabase create() {
    return createOn(Server.PORT);
  }

  /// A new database on a server that the test started for itself.
  public static TestDatabase createOn(int port) {
    String name = "test_" + COUNT.incrementAndGet();
    TestDatabase maintenance = new TestDatabase(port, "postgres");
    if (maintenance.number("SELECT count(*) FROM pg_roles WHERE rolname = 'interlock_function'")
        == 0) {
      maintenance.run("CREATE ROLE interlock_function LOGIN");
    }
    maintenance.run("CREATE DATABASE " + name);
    TestDatabase database = new TestDatabase(port, name);
    database.run(resource("db/schema.sql"));
    database.run(resource("db/roles.sql").replace("CREATE ROLE interlock_function LOGIN;", ""));
    database.run(resource("db/demo.sql"));
    return database;
  }

  /// The environment variables of a function that uses this database.
  public Map<String, String> environment() {
    return environment(port);
  }

  /// The same, by way of another port: a proxy's.
  public Map<String, String> environment(int viaPort) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DATABASE_URL", "postgresql://127.0.0.1:" + viaPort + "/" + name);
    environment.put("DATABASE_USER", "interlock_function");
    environment.put("DATABASE_PASSWORD", "not asked for");
    return environment;
  }

  /// A function's view of this database.
  public Database database() {
    return Database.of(environment());
  }

  public int port() {
    return port;
  }

  public String name() {
    return name;
  }

  /// A connection as the owner of the tables, at the server's own settings.
  public Connection connect() {
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + port + "/" + name, "postgres", "postgres");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs statements as the owner.
  public void run(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// Runs a file of statements from the class path as the owner.
  public void runResource(String name) {
    run(resource(name));
  }

  /// The one number that a query gives.
  public long number(String sql) {
    return Long.parseLong(text(sql));
  }

  /// The one value that a query gives, as text.
  public String text(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// Every row of every table, as one text: equal before and after means that nothing changed.
  public String everything() {
    StringBuilder all = new StringBuilder();
    for (String table :
        new String[] {
          "resource",
          "permission",
          "permission_entry",
          "account",
          "account_entry",
          "stock",
          "stock_entry",
          "idempotency"
        }) {
      all.append(table)
          .append('\n')
          .append(
              text(
                  "SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') FROM "
                      + table
                      + " t"))
          .append('\n');
    }
    return all.toString();
  }

  /// Puts the demo data back.
  public void reset() {
    run(
        """
        TRUNCATE resource, permission, permission_entry, account, account_entry, stock, stock_entry,
                 idempotency
        """);
    run(resource("db/demo.sql"));
  }

  private static String resource(String name) {
    try (InputStream resource = Database.class.getClassLoader().getResourceAsStream(name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Server {

    private static final int PORT = start();

    @SuppressWarnings("StreamResourceLeak")
    private static int start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            // Tells when a row was committed, which is later than its created_at.
            .setServerConfig("track_commit_timestamp", "on")
            .start()
            .getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
