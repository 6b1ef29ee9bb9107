package dev.interlock.testkit.servers;

import dev.interlock.database.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A database of its own on a real server: tables, roles and the demo data.
public final class TestDatabase {

  public static final List<String> TABLES =
      List.of(
          "resource",
          "permission",
          "permission_entry",
          "account",
          "account_entry",
          "stock",
          "stock_entry",
          "idempotency");

  private static final String CONFLICT = "40001";
  private static final int ATTEMPTS_MAX = 10;

  private final TestServer server;
  private final Place place;
  private String searchPath;
  private @Nullable PgBouncer pooler;

  /// A place on a server.
  ///
  /// @param schema that has the tables
  /// @param role that the functions connect as, with its password
  /// @param applicationName what their sessions are called
  record Place(
      String database, String schema, String role, String password, String applicationName) {}

  TestDatabase(TestServer server, Place place) {
    this.server = server;
    this.place = place;
    this.searchPath = place.schema();
  }

  /// A new database with schema and demo data.
  public static TestDatabase create() {
    return filled(TestServer.current());
  }

  /// A new database on a PostgreSQL that the test started for itself.
  public static TestDatabase createOn(int port) {
    return filled(TestServer.embedded(port));
  }

  /// A new database on a server other than that of the run.
  static TestDatabase createOn(TestServer server) {
    return filled(server);
  }

  private static TestDatabase filled(TestServer server) {
    TestDatabase database = server.create();
    database.runResource("db/schema.sql");
    if (server.product() == Product.POSTGRESQL) {
      database.runResource("db/postgresql.sql");
    }
    // Without a role of their own the functions are the tables' owner, and need no rights.
    if (database.hasRoleOfItsOwn()) {
      server.product().letMove(database);
      database.runResource(server.product().roles());
    }
    database.runResource("db/demo.sql");
    return database;
  }

  /// The same database behind a pooler.
  public TestDatabase behind(PgBouncer pgBouncer) {
    TestDatabase pooled = new TestDatabase(server, place);
    pooled.pooler = pgBouncer;
    return pooled;
  }

  /// The environment variables of a function that uses this database.
  public Map<String, String> environment() {
    if (pooler() != null) {
      return environment(pooler().port());
    }
    return environment(server.address().functionUrl(place.database(), sessionParameters()));
  }

  /// The same, by way of a port of this machine: a proxy's.
  public Map<String, String> environment(int viaPort) {
    Map<String, String> parameters = sessionParameters();
    // Or the driver asks for encryption first, and of some refusals asks again without.
    parameters.put("sslmode", "disable");
    Map<String, String> environment =
        environment(server.address().functionUrlVia(viaPort, place.database(), parameters));
    environment.remove("DATABASE_ROOT_CERTIFICATE");
    if (pooler() != null) {
      environment.put("DATABASE_POOLER", pooler().pooler());
    }
    return environment;
  }

  private Map<String, String> environment(String url) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DATABASE_URL", url);
    environment.put("DATABASE_PRODUCT", server.product().environmentValue());
    environment.put("DATABASE_ROOT_CERTIFICATE", server.address().rootCertificate());
    environment.put("DATABASE_USER", place.role());
    environment.put("DATABASE_PASSWORD", place.password());
    return environment;
  }

  private @Nullable PgBouncer pooler() {
    return pooler != null ? pooler : PgBouncer.ofTheRun(this).orElse(null);
  }

  /// Where functions connect: to the server, or to the pooler in front of it.
  public Socket wire() throws IOException {
    PgBouncer before = pooler();
    return before == null
        ? ServerSockets.open(server.address())
        : new Socket(InetAddress.getLoopbackAddress(), before.port());
  }

  // Only where they are not what they are in production.
  private Map<String, String> sessionParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!place.applicationName().equals("interlock")) {
      parameters.put("ApplicationName", place.applicationName());
    }
    if (!searchPath.equals("public")) {
      parameters.put("currentSchema", searchPath);
    }
    return parameters;
  }

  /// A function's view of this database.
  public Database database() {
    return Database.of(environment());
  }

  /// The server that it is on.
  public TestServer server() {
    return server;
  }

  public int port() {
    return server.address().port();
  }

  public String name() {
    return place.database();
  }

  /// Whether the functions connect as a role that is the tests' own, to be changed as they like.
  public boolean hasRoleOfItsOwn() {
    return !role().equals(server.address().user());
  }

  /// The schema that has the tables.
  public String schema() {
    return place.schema();
  }

  /// The role that the functions connect as.
  public String role() {
    return place.role();
  }

  /// Its password.
  public String password() {
    return place.password();
  }

  /// What the functions' sessions are called.
  String applicationName() {
    return place.applicationName();
  }

  /// Where functions that connect from now on look for names.
  void searchPath(String path) {
    searchPath = path;
  }

  /// A connection as the owner of the tables, at the server's own settings.
  public Connection connect() {
    Map<String, String> parameters = new LinkedHashMap<>(server.product().ownerParameters());
    if (!place.schema().equals("public")) {
      parameters.put("currentSchema", place.schema());
    }
    try {
      return TestServer.connect(server.address(), place.database(), parameters);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs statements as the owner.
  public void run(String sql) {
    ask(
        sql,
        statement -> {
          runAgainOnConflict(statement, sql);
          return "";
        });
  }

  // CockroachDB sends several statements back together when they meet another's; PostgreSQL, at
  // READ COMMITTED, sends none back.
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
    return ask(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
          }
        });
  }

  /// The values that a query gives to the functions' role, over a connection of its own made as
  /// theirs are.
  public Set<String> asFunction(String sql) {
    try (Database functions = database();
        Connection connection = functions.open();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Set<String> values = new TreeSet<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private String ask(String sql, KeptConnections.Question question) {
    try {
      return server.kept().ask(name(), this::connect, question);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /// Every row of every table, as one text: equal before and after means that nothing changed.
  public String everything() {
    StringBuilder all = new StringBuilder();
    for (String table : TABLES) {
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

  /// Takes the rows out of all tables.
  public void empty() {
    run(server.emptyTables());
  }

  /// Puts the demo data back.
  public void reset() {
    empty();
    run(resource("db/demo.sql"));
  }

  // The role is called otherwise on a server that may have one of that name.
  private String resource(String name) {
    try (InputStream resource = Database.class.getClassLoader().getResourceAsStream(name)) {
      return new String(
              Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8)
          .replace("interlock_function", role());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
