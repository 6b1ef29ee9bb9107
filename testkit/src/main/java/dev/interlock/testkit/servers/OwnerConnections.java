package dev.interlock.testkit.servers;

import dev.interlock.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Opens connections as the server's user, under a name that no function's session has.
final class OwnerConnections {

  static final String APPLICATION_NAME = "ApplicationName";

  private OwnerConnections() {}

  static Connection open(DatabaseUrl server, String database, Map<String, String> parameters)
      throws SQLException {
    Map<String, String> named = new LinkedHashMap<>(parameters);
    named.putIfAbsent(APPLICATION_NAME, "interlock-tests");
    DatabaseUrl url = at(server, database, named);
    Properties properties = new Properties();
    properties.putAll(url.properties());
    server.user().ifPresent(user -> properties.setProperty("user", user));
    server.password().ifPresent(password -> properties.setProperty("password", password));
    return DriverManager.getConnection(url.jdbcUrl(), properties);
  }

  /// A database on the same server, without credentials.
  static DatabaseUrl at(DatabaseUrl server, String database, Map<String, String> parameters) {
    Map<String, String> all = new LinkedHashMap<>(server.parameters());
    all.putAll(parameters);
    return new DatabaseUrl(server.hosts(), database, Optional.empty(), Optional.empty(), all);
  }
}
