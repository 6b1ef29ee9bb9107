package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import dev.interlock.office.tables.TableCatalog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A server on which tests create their databases.
///
/// - by default an embedded PostgreSQL, which starts and stops with the JVM
/// - `INTERLOCK_TEST_DATABASE`, an environment variable: the server at that URL, see [NamedServer]
/// - `-Dinterlock.test.server=cockroachdb`: a CockroachDB that Testcontainers starts
public interface TestServer {

  /// The variable by which a user names a server.
  String VARIABLE = "INTERLOCK_TEST_DATABASE";

  /// The server of this run.
  static TestServer current() {
    return Current.SERVER;
  }

  /// A PostgreSQL that a test has started, with the user `postgres`.
  static TestServer embedded(int port) {
    return new EmbeddedServer(EmbeddedServer.url(port), new KeptConnections(0));
  }

  /// Its address, with a user's credentials and a database that exists.
  DatabaseUrl url();

  Product product();

  /// The user's idle connections, kept for the next query. None are kept on a server whose sessions
  /// are counted.
  default KeptConnections kept() {
    return new KeptConnections(0);
  }

  /// A new database on it, empty.
  TestDatabase create();

  /// The SQL that deletes the rows of all tables.
  default String emptyTables(TableCatalog tables) {
    return product().emptyTables(tables);
  }

  /// Starts or finds the server of this run on first use.
  final class Current {

    // One for each class that runs in parallel.
    private static final int KEPT_CONNECTIONS_MAX = 4;

    private static final TestServer SERVER = choose();

    private Current() {}

    private static TestServer choose() {
      String named = System.getenv(VARIABLE);
      if (named != null && !named.isBlank()) {
        return NamedServer.at(read(named.strip()));
      }
      return switch (System.getProperty("interlock.test.server", "embedded")) {
        case "embedded" ->
            new EmbeddedServer(
                EmbeddedServer.url(startPostgres()), new KeptConnections(KEPT_CONNECTIONS_MAX));
        case "cockroachdb" -> CockroachServer.start();
        default -> throw new IllegalArgumentException("interlock.test.server");
      };
    }

    private static DatabaseUrl read(String named) {
      try {
        DatabaseUrl url = DatabaseUrl.parse(named);
        if (url.user().isEmpty()) {
          throw new IllegalArgumentException("must name a user");
        }
        return url;
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(VARIABLE + " " + e.getMessage(), e);
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
            // Otherwise plans would depend on whether it ran since the tables were emptied.
            .setServerConfig("autovacuum", "off")
            // Records when a row was committed, which is later than its created_at.
            .setServerConfig("track_commit_timestamp", "on")
            .start()
            .getPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
