package dev.interlock.testkit.servers;

import dev.interlock.database.Database;
import dev.interlock.office.tables.OperationTables;
import dev.interlock.office.tables.TableScript;
import dev.interlock.office.tables.TableScripts;
import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A new database on a real server: tables, roles and the demo data, those of the functions on the
/// class path included.
public final class TestDatabase {

  private final TestServer server;
  private final Place place;
  private final OwnerQueries owner;
  private final FunctionConnection functions;

  TestDatabase(TestServer server, Place place) {
    this(server, place, null);
  }

  private TestDatabase(TestServer server, Place place, @Nullable PgBouncer pooler) {
    this.server = server;
    this.place = place;
    this.owner = new OwnerQueries(server, place);
    this.functions = new FunctionConnection(this, place, pooler);
  }

  /// A new database with schema and demo data.
  public static TestDatabase create() {
    return filled(TestServer.current());
  }

  /// A new database on a PostgreSQL that the test started.
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
    List<OperationTables> own = TableScripts.onClassPath();
    own.forEach(tables -> tables.migrations().forEach(database::run));
    // Functions without a separate role connect as the tables' owner and need no rights.
    if (database.hasOwnRole()) {
      server.product().resetSearchPath(database);
      database.runResource(server.product().roles());
      boolean onCockroach = server.product() == Product.COCKROACHDB;
      own.forEach(tables -> tables.roles(onCockroach).ifPresent(database::run));
    }
    database.owner.putDemoData();
    return database;
  }

  /// The same database behind a pooler.
  public TestDatabase behind(PgBouncer pooler) {
    return new TestDatabase(server, place, pooler);
  }

  /// The environment variables of a function that uses this database.
  public Map<String, String> environment() {
    return functions.environment();
  }

  /// The same, by way of a local port such as a proxy's.
  public Map<String, String> environment(int viaPort) {
    return functions.environment(viaPort);
  }

  /// A socket to where functions connect: the server, or the pooler in front of it.
  public Socket wire() throws IOException {
    return functions.socket();
  }

  /// A function's view of this database.
  public Database database() {
    return Database.of(environment());
  }

  /// Where functions that connect from now on look for names.
  void searchPath(String path) {
    functions.searchPath(path);
  }

  public TestServer server() {
    return server;
  }

  public int port() {
    return server.url().hosts().getFirst().port();
  }

  public String name() {
    return place.database();
  }

  /// Whether the functions connect as a role made for the tests, which a test may change.
  public boolean hasOwnRole() {
    return !role().equals(server.url().user().orElseThrow());
  }

  /// The schema of the tables.
  public String schema() {
    return place.schema();
  }

  /// The role that the functions connect as.
  public String role() {
    return place.role().name();
  }

  /// The password of [#role].
  public String password() {
    return place.role().password();
  }

  /// The application name of the functions' sessions.
  String applicationName() {
    return place.applicationName();
  }

  /// A connection as the owner of the tables, with the server's default settings.
  public Connection connect() {
    return owner.connect();
  }

  /// Runs statements as the owner.
  public void run(String sql) {
    owner.run(sql);
  }

  private void run(TableScript script) {
    try {
      owner.runScript(script.sql());
    } catch (AssertionError e) {
      throw new AssertionError("db/" + script.name() + ".sql: " + e.getCause(), e);
    }
  }

  /// Runs a file of statements from the class path as the owner.
  public void runResource(String name) {
    owner.runResource(name);
  }

  /// The single number that a query returns.
  public long number(String sql) {
    return Long.parseLong(text(sql));
  }

  /// The single value that a query returns, as text.
  public String text(String sql) {
    return owner.text(sql);
  }

  /// The values that a query returns to the functions' role, over a new connection made as theirs
  /// are.
  public Set<String> asFunction(String sql) {
    return functions.values(sql);
  }

  /// Every row of every table as one text, to show that nothing changed.
  public String everything() {
    StringBuilder all = new StringBuilder();
    for (String table : owner.tables().names()) {
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

  /// Deletes the rows of all tables.
  public void empty() {
    run(server.emptyTables(owner.tables()));
  }

  /// Restores the demo data.
  public void reset() {
    empty();
    owner.putDemoData();
  }
}
