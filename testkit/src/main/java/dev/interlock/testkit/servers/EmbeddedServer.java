package dev.interlock.testkit.servers;

import java.util.concurrent.atomic.AtomicInteger;

/// A PostgreSQL of the tests' own: nothing on it has to be left as it was found.
record EmbeddedServer(ServerAddress address, KeptConnections kept) implements TestServer {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public Product product() {
    return Product.POSTGRESQL;
  }

  // One at a time: classes that run beside each other share the role.
  @Override
  public synchronized TestDatabase create() {
    String name = "test_" + COUNT.incrementAndGet();
    TestDatabase maintenance = in(address.database());
    if (maintenance.number("SELECT count(*) FROM pg_roles WHERE rolname = 'interlock_function'")
        == 0) {
      maintenance.run("CREATE ROLE interlock_function LOGIN");
    }
    maintenance.run("CREATE DATABASE " + name);
    return in(name);
  }

  /// TRUNCATE would make every file of every table and index anew, at ten times the cost. The locks
  /// wait for what is still under way, as TRUNCATE does.
  @Override
  public String emptyTables() {
    return "BEGIN; LOCK TABLE "
        + String.join(", ", TestDatabase.TABLES)
        + "; DELETE FROM "
        + String.join("; DELETE FROM ", TestDatabase.TABLES)
        + "; COMMIT";
  }

  private TestDatabase in(String database) {
    return new TestDatabase(
        this,
        new TestDatabase.Place(
            database, "public", "interlock_function", "not asked for", "interlock"));
  }
}
