package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// An existing server, left as it was found.
///
/// The name of everything created on it starts with `interlock_test_` and eight digits of the run.
/// That is a database for each [TestDatabase] and one role for the functions. If the user may not
/// create databases, each [TestDatabase] is a schema in the database of the URL. If the user may
/// not create roles, the functions connect as the user. Everything is dropped when the JVM ends;
/// see [Leftovers] for runs that were killed.
final class NamedServer implements TestServer {

  private final DatabaseUrl url;
  private final RunSession session;
  private final Product product;
  private final Role role;
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> drops = new ArrayList<>();

  private NamedServer(DatabaseUrl url, RunSession session) throws SQLException {
    this.url = url;
    this.session = session;
    this.product = session.product();
    Leftovers.drop(session, product);
    this.role = createRole();
  }

  /// The server at a URL that names a user.
  static NamedServer at(DatabaseUrl url) {
    try {
      NamedServer server = new NamedServer(url, RunSession.open(url, randomDigits(4)));
      Runtime.getRuntime().addShutdownHook(new Thread(server::dropAll));
      return server;
    } catch (SQLException e) {
      throw new IllegalStateException("cannot run tests at " + url, e);
    }
  }

  @Override
  public DatabaseUrl url() {
    return url;
  }

  @Override
  public Product product() {
    return product;
  }

  @Override
  public synchronized TestDatabase create() {
    String name = run() + "_" + count.incrementAndGet();
    try {
      if (session.executeIfAllowed("CREATE DATABASE " + name)) {
        drops.add(product.dropDatabase().formatted(name));
        return in(name, "public", name);
      }
      session.execute("CREATE SCHEMA " + name);
      drops.add(Leftovers.dropSchema(name));
      drops.add(Leftovers.dropSchema(name + "_clock"));
      if (role.name().equals(run())) {
        session.execute("GRANT USAGE ON SCHEMA " + name + " TO " + role.name());
      }
      return in(url.database(), name, name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create a database or a schema at " + url, e);
    }
  }

  private TestDatabase in(String database, String schema, String applicationName) {
    return new TestDatabase(this, new Place(database, schema, role, applicationName));
  }

  private Role createRole() throws SQLException {
    // A server that asks its user for no password takes none from the role either: CockroachDB
    // without TLS refuses passwords.
    boolean asked = url.password().isPresent();
    String password = asked ? randomDigits(16) : "not asked for";
    String create = "CREATE ROLE " + run() + " LOGIN";
    if (!session.executeIfAllowed(asked ? create + " PASSWORD '" + password + "'" : create)) {
      return new Role(url.user().orElseThrow(), url.password().orElse(password));
    }
    drops.add("DROP ROLE IF EXISTS " + run());
    if (product == Product.POSTGRESQL) {
      // Only a member of the role sees its sessions and may end them.
      session.execute("GRANT " + run() + " TO CURRENT_USER");
    }
    return new Role(run(), password);
  }

  /// Drops everything that was created.
  synchronized void dropAll() {
    // In reverse, because the role has rights in everything created after it.
    for (String drop : drops.reversed()) {
      try {
        session.execute(drop);
      } catch (SQLException e) {
        System.err.println("left behind at " + url + ": " + drop + ": " + e.getMessage());
      }
    }
    drops.clear();
  }

  /// The start of every name created in this run.
  String run() {
    return session.run();
  }

  private static String randomDigits(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
