package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import dev.interlock.office.tables.TableCatalog;
import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL that only the tests use, so nothing on it has to be cleaned up.
record EmbeddedServer(DatabaseUrl url, KeptConnections kept) implements TestServer {

  private static final String ROLE = "interlock_function";
  private static final AtomicInteger COUNT = new AtomicInteger();

  static DatabaseUrl url(int port) {
    return DatabaseUrl.parse("postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres");
  }

  @Override
  public Product product() {
    return Product.POSTGRESQL;
  }

  // Synchronized, because classes that run in parallel share the role.
  @Override
  public synchronized TestDatabase create() {
    String name = "test_" + COUNT.incrementAndGet();
    TestDatabase maintenance = in(url.database());
    if (maintenance.number("SELECT count(*) FROM pg_roles WHERE rolname = '" + ROLE + "'") == 0) {
      maintenance.run("CREATE ROLE " + ROLE + " LOGIN");
    }
    maintenance.run("CREATE DATABASE " + name);
    return in(name);
  }

  @Override
  public String emptyTables(TableCatalog tables) {
    return "BEGIN; " + tables.emptying() + "COMMIT";
  }

  private TestDatabase in(String database) {
    return new TestDatabase(
        this, new Place(database, "public", new Role(ROLE, "not asked for"), "interlock"));
  }
}
