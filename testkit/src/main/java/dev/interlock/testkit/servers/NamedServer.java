package dev.interlock.testkit.servers;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A server that was there before the tests, and is left as it was.
///
/// Everything made on it is called `interlock_test_` and eight digits of the run, and is dropped
/// when the JVM ends: a database for each [TestDatabase], and one role that the functions connect
/// as. Where the user may not create a database it is a schema of the one named, and where it may
/// not create a role the functions come in as the user itself.
///
/// A run that was killed leaves them behind; the next one drops them. It knows a run that is still
/// going on by its session, which is called as the run is.
final class NamedServer implements TestServer {

  private static final String PREFIX = "interlock_test_";
  private static final Pattern RUN = Pattern.compile(PREFIX + "[0-9a-f]{8}");
  private static final Pattern PLACE = Pattern.compile(RUN + "_[0-9]+(_clock)?");

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private final ServerAddress address;
  private final Product product;
  private final String run;
  private final Connection session;
  private final Role role;
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> drops = new ArrayList<>();

  /// Who the functions connect as.
  private record Role(String name, String password) {}

  private NamedServer(ServerAddress address, Product product, String run, Connection session)
      throws SQLException {
    this.address = address;
    this.product = product;
    this.run = run;
    this.session = session;
    dropLeftovers();
    this.role = createRole();
  }

  /// The server there.
  static NamedServer at(ServerAddress address) {
    String run = PREFIX + HexFormat.of().formatHex(randomBytes(4));
    try {
      Connection session =
          TestServer.connect(address, address.database(), Map.of("ApplicationName", run));
      NamedServer server = new NamedServer(address, product(session), run, session);
      Runtime.getRuntime().addShutdownHook(new Thread(server::dropAll));
      return server;
    } catch (SQLException e) {
      throw new IllegalStateException("no tests can be run at " + address, e);
    }
  }

  @Override
  public ServerAddress address() {
    return address;
  }

  @Override
  public Product product() {
    return product;
  }

  @Override
  public synchronized TestDatabase create() {
    String name = run + "_" + count.incrementAndGet();
    try {
      if (allowed("CREATE DATABASE " + name)) {
        drops.add(product.dropDatabase().formatted(name));
        return in(name, "public", name);
      }
      session.createStatement().execute("CREATE SCHEMA " + name);
      drops.add(dropSchema(name));
      drops.add(dropSchema(name + "_clock"));
      if (hasOwnRole()) {
        session.createStatement().execute("GRANT USAGE ON SCHEMA " + name + " TO " + role.name());
      }
      return in(address.database(), name, name);
    } catch (SQLException e) {
      throw new IllegalStateException("neither a database nor a schema at " + address, e);
    }
  }

  private TestDatabase in(String database, String schema, String applicationName) {
    return new TestDatabase(
        this,
        new TestDatabase.Place(database, schema, role.name(), role.password(), applicationName));
  }

  private boolean hasOwnRole() {
    return role.name().equals(run);
  }

  private Role createRole() throws SQLException {
    // A server that asks its user for no password takes none from us either: CockroachDB without
    // TLS refuses one.
    boolean asked = !address.password().isEmpty();
    String password = asked ? HexFormat.of().formatHex(randomBytes(16)) : "not asked for";
    String create = "CREATE ROLE " + run + " LOGIN";
    if (!allowed(asked ? create + " PASSWORD '" + password + "'" : create)) {
      return new Role(address.user(), asked ? address.password() : password);
    }
    drops.add("DROP ROLE IF EXISTS " + run);
    if (product == Product.POSTGRESQL) {
      // Its sessions are seen, and ended, only by who is a member of it.
      session.createStatement().execute("GRANT " + run + " TO CURRENT_USER");
    }
    return new Role(run, password);
  }

  private boolean allowed(String sql) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void dropLeftovers() throws SQLException {
    List<String> alive = names(product.applicationNames());
    for (String database : names("SELECT datname FROM pg_database")) {
      if (isLeftover(database, PLACE, alive)) {
        dropLeftover(product.dropDatabase().formatted(database));
      }
    }
    for (String schema : names("SELECT nspname FROM pg_namespace")) {
      if (isLeftover(schema, PLACE, alive)) {
        dropLeftover(dropSchema(schema));
      }
    }
    for (String leftover : names("SELECT rolname FROM pg_roles")) {
      if (isLeftover(leftover, RUN, alive)) {
        dropLeftover("DROP ROLE IF EXISTS " + leftover);
      }
    }
  }

  private static boolean isLeftover(String name, Pattern pattern, List<String> alive) {
    return pattern.matcher(name).matches()
        && !alive.contains(name.substring(0, PREFIX.length() + 8));
  }

  // Another user's is not ours to drop, and no reason not to test.
  private void dropLeftover(String drop) {
    try {
      if (allowed(drop)) {
        System.err.println("left behind by an earlier run: " + drop);
      }
    } catch (SQLException e) {
      System.err.println("left behind by an earlier run: " + drop + ": " + e.getMessage());
    }
  }

  private static String dropSchema(String name) {
    return "DROP SCHEMA IF EXISTS " + name + " CASCADE";
  }

  /// Drops all that was made.
  synchronized void dropAll() {
    // What was made last goes first: the role has rights in all that came after it.
    for (String drop : drops.reversed()) {
      try (Statement statement = session.createStatement()) {
        statement.execute(drop);
      } catch (SQLException e) {
        System.err.println("left behind at " + address + ": " + drop + ": " + e.getMessage());
      }
    }
    drops.clear();
  }

  /// What everything made in this run is called, to begin with.
  String run() {
    return run;
  }

  private List<String> names(String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }

  private static Product product(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet version = statement.executeQuery("SELECT version()")) {
      version.next();
      return version.getString(1).startsWith("CockroachDB")
          ? Product.COCKROACHDB
          : Product.POSTGRESQL;
    }
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
