package dev.interlock.testkit.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/// A server on which tests have databases of their own.
///
/// - with nothing said, an embedded PostgreSQL, which starts and stops with the JVM
/// - `INTERLOCK_TEST_DATABASE`, an environment variable: the server at that URL, see [NamedServer]
/// - `-Dinterlock.test.server=cockroachdb`: a CockroachDB that Testcontainers starts
public interface TestServer {

  /// The variable by which a user names a server.
  String VARIABLE = "INTERLOCK_TEST_DATABASE";

  /// The server of this run.
  static TestServer current() {
    return Current.SERVER;
  }

  /// A PostgreSQL that a test has started for itself, and that knows the user `postgres`.
  static TestServer embedded(int port) {
    return embedded(port, new KeptConnections(0));
  }

  private static TestServer embedded(int port, KeptConnections kept) {
    return new EmbeddedServer(
        new ServerAddress("127.0.0.1", port, "postgres", "postgres", "postgres", Map.of()), kept);
  }

  /// Where it is.
  ServerAddress address();

  /// What it is.
  Product product();

  /// Its user's connections that are kept for later; none on a server whose sessions somebody
  /// counts.
  default KeptConnections kept() {
    return new KeptConnections(0);
  }

  /// A new database on it, empty.
  TestDatabase create();

  /// Takes the rows out of all tables.
  default String emptyTables() {
    return product().emptyTables();
  }

  /// A connection as the server's user.
  static Connection connect(ServerAddress address, String database, Map<String, String> parameters)
      throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + address.url(database, parameters), address.user(), address.password());
  }

  /// Starts, or finds, the server of this run when it is first asked for.
  final class Current {

    // Classes that run beside each other have one each.
    private static final int DATABASES_ASKED_AT_ONCE = 4;

    private static final TestServer SERVER = choose();

    private Current() {}

    private static TestServer choose() {
      String named = System.getenv(VARIABLE);
      if (named != null && !named.isBlank()) {
        return NamedServer.at(address(named));
      }
      return switch (System.getProperty("interlock.test.server", "embedded")) {
        case "embedded" -> embedded(startPostgres(), new KeptConnections(DATABASES_ASKED_AT_ONCE));
        case "cockroachdb" -> CockroachServer.start();
        default -> throw new IllegalArgumentException("interlock.test.server");
      };
    }

    private static ServerAddress address(String named) {
      try {
        return ServerAddress.parse(named);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(VARIABLE + " " + e.getMessage());
      }
    }

    @SuppressWarnings("StreamResourceLeak")
    private static int startPostgres() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("max_connections", "200")
            // Nothing on it outlives the tests.
            .setServerConfig("fsync", "off")
            .setServerConfig("full_page_writes", "off")
            // Else plans would depend on whether it has been there since the tables were emptied.
            .setServerConfig("autovacuum", "off")
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
