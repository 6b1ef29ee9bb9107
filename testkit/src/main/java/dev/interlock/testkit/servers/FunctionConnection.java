package dev.interlock.testkit.servers;

import dev.interlock.database.Database;
import dev.interlock.database.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How functions connect to a [TestDatabase]: their environment variables and the socket.
final class FunctionConnection {

  private final TestDatabase database;
  private final Place place;
  private final @Nullable PgBouncer ownPooler;
  private String searchPath;

  FunctionConnection(TestDatabase database, Place place, @Nullable PgBouncer ownPooler) {
    this.database = database;
    this.place = place;
    this.ownPooler = ownPooler;
    this.searchPath = place.schema();
  }

  /// Where functions that connect from now on look for names.
  void searchPath(String path) {
    searchPath = path;
  }

  /// The variables for a direct connection, or one by way of the pooler.
  Map<String, String> environment() {
    PgBouncer pooler = pooler();
    return pooler == null
        ? environment(OwnerConnections.at(server().url(), place.database(), sessionParameters()))
        : environment(pooler.port());
  }

  /// The variables for a connection by way of a local port, behind which nothing is encrypted.
  Map<String, String> environment(int viaPort) {
    Map<String, String> parameters = new LinkedHashMap<>(server().url().parameters());
    parameters.keySet().removeIf(name -> name.startsWith("ssl"));
    parameters.putAll(sessionParameters());
    // Otherwise the driver first asks for encryption, and after some refusals asks again without.
    parameters.put("sslmode", "disable");
    Map<String, String> environment =
        environment(DatabaseUrl.here(viaPort, place.database(), parameters));
    PgBouncer pooler = pooler();
    if (pooler != null) {
      environment.put("DATABASE_POOLER", pooler.pooler());
    }
    return environment;
  }

  private Map<String, String> environment(DatabaseUrl url) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DATABASE_URL", url.toString());
    environment.put("DATABASE_PRODUCT", server().product().environmentValue());
    environment.put("DATABASE_USER", place.role().name());
    environment.put("DATABASE_PASSWORD", place.role().password());
    return environment;
  }

  /// A socket to the server, or to the pooler in front of it.
  Socket socket() throws IOException {
    PgBouncer pooler = pooler();
    return pooler == null
        ? ServerSockets.open(server().url())
        : new Socket(InetAddress.getLoopbackAddress(), pooler.port());
  }

  /// The values that a query returns to a function.
  Set<String> values(String sql) {
    try (Database functions = Database.of(environment());
        Connection connection = RetriedConnection.of(functions);
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

  private TestServer server() {
    return database.server();
  }

  private @Nullable PgBouncer pooler() {
    return ownPooler != null ? ownPooler : PgBouncer.ofTheRun(database).orElse(null);
  }

  // Set only where they differ from production.
  private Map<String, String> sessionParameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!place.applicationName().equals("interlock")) {
      parameters.put(OwnerConnections.APPLICATION_NAME, place.applicationName());
    }
    if (!searchPath.equals("public")) {
      parameters.put("currentSchema", searchPath);
    }
    return parameters;
  }
}
