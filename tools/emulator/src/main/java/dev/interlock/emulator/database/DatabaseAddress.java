package dev.interlock.emulator.database;

import dev.interlock.database.DatabaseUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Where a database is and who connects to it: a [DatabaseUrl], as the functions read it, with user
/// and password.
public record DatabaseAddress(DatabaseUrl place, String user, String password) {

  /// Reads `postgresql://user:password@host:port/database?parameter=value` or its `jdbc:` form,
  /// with user and password before the host or among the parameters.
  ///
  /// @throws IllegalArgumentException when any part is not understood, or no user is named; the
  ///   message is a predicate without a subject
  public static DatabaseAddress parse(String text) {
    DatabaseUrl url = DatabaseUrl.parse(text);
    String user = url.user().orElse("");
    if (user.isEmpty()) {
      throw new IllegalArgumentException("has no user");
    }
    return new DatabaseAddress(url, user, url.password().orElse(""));
  }

  /// A database on this machine.
  public static DatabaseAddress here(int port, String database, String user, String password) {
    return new DatabaseAddress(DatabaseUrl.here(port, database, Map.of()), user, password);
  }

  /// Leaves the credentials to the address itself.
  public DatabaseAddress {
    place =
        new DatabaseUrl(
            place.hosts(),
            place.database(),
            Optional.empty(),
            Optional.empty(),
            place.parameters());
  }

  /// The first of its hosts.
  public String host() {
    return place.hosts().getFirst().name();
  }

  /// The port of the first of its hosts.
  public int port() {
    return place.hosts().getFirst().port();
  }

  /// The database's name.
  public String database() {
    return place.database();
  }

  /// Whether it names a single server, on this machine.
  public boolean isOneOnThisMachine() {
    return place.hosts().size() == 1 && place.hosts().getFirst().isThisMachine();
  }

  /// The same database for another user.
  public DatabaseAddress as(String otherUser, String otherPassword) {
    return new DatabaseAddress(place, otherUser, otherPassword);
  }

  /// Another database of the same server, for the same user.
  public DatabaseAddress named(String otherDatabase) {
    DatabaseUrl other =
        new DatabaseUrl(
            place.hosts(), otherDatabase, place.user(), place.password(), place.parameters());
    return new DatabaseAddress(other, user, password);
  }

  /// The same database by way of a proxy on this machine, before which nothing is encrypted. A
  /// driver that was left to find that out would come in twice.
  public DatabaseAddress via(int proxyPort) {
    return new DatabaseAddress(
        DatabaseUrl.here(proxyPort, database(), Map.of("sslmode", "disable")), user, password);
  }

  /// The address without its credentials, as the functions are told it.
  public String url() {
    return place.toString();
  }

  /// The address with its credentials, which both [#parse] and the driver understand.
  public String jdbcUrl() {
    String url = url();
    return "jdbc:"
        + url
        + (url.contains("?") ? "&" : "?")
        + "user="
        + encoded(user)
        + (password.isEmpty() ? "" : "&password=" + encoded(password));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Opens a connection, which the caller closes.
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(place.properties());
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    return DriverManager.getConnection(place.jdbcUrl(), properties);
  }

  @Override
  public String toString() {
    return user + "@" + url();
  }
}
