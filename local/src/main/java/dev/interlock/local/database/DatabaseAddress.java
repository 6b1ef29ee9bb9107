package dev.interlock.local.database;

import dev.interlock.local.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/// Where a database is and who connects to it, read from `postgresql://user:password@host:port/db`
/// or its `jdbc:` form, with user and password in front of the host or in the query.
///
/// @param options what else the query says, for example `sslmode`
public record DatabaseAddress(
    String host, int port, String database, String user, String password, String options) {

  private static final int PORT = 5432;

  /// Reads the text; whatever does not name a host, a database and a user is refused.
  public static DatabaseAddress parse(String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri;
    try {
      uri = new URI(plain);
    } catch (URISyntaxException malformed) {
      throw refused();
    }
    boolean postgresql = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
    String path = uri.getPath();
    if (!postgresql || uri.getHost() == null || path == null || path.length() < 2) {
      throw refused();
    }
    Map<String, String> query = query(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    String[] credentials = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
    String user = query.getOrDefault("user", decoded(credentials[0]));
    String password =
        query.getOrDefault("password", credentials.length < 2 ? "" : decoded(credentials[1]));
    if (user.isEmpty()) {
      throw refused();
    }
    String options =
        query.entrySet().stream()
            .filter(each -> !each.getKey().equals("user") && !each.getKey().equals("password"))
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    int port = uri.getPort() < 0 ? PORT : uri.getPort();
    return new DatabaseAddress(uri.getHost(), port, path.substring(1), user, password, options);
  }

  private static UsageException refused() {
    return new UsageException(
        "--database must be postgresql://user:password@host:port/database or its jdbc: form");
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> members = new LinkedHashMap<>();
    for (String member : raw.split("&", -1)) {
      String[] both = member.split("=", 2);
      if (!member.isEmpty()) {
        members.put(decoded(both[0]), both.length < 2 ? "" : decoded(both[1]));
      }
    }
    return members;
  }

  private static String decoded(String text) {
    // A plus is a plus in a connection URL.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The same database for another user.
  public DatabaseAddress as(String otherUser, String otherPassword) {
    return new DatabaseAddress(host, port, database, otherUser, otherPassword, options);
  }

  /// The same database by way of a proxy on this machine, before which nothing is encrypted. A
  /// driver that was left to find that out would come in twice.
  public DatabaseAddress via(int proxyPort) {
    return new DatabaseAddress("127.0.0.1", proxyPort, database, user, password, "sslmode=disable");
  }

  /// The address without its credentials, as the functions are told it.
  public String url() {
    String query = options.isEmpty() ? "" : "?" + options;
    return "postgresql://" + host + ":" + port + "/" + encoded(database) + query;
  }

  /// The address as JDBC wants it, credentials included.
  public String jdbcUrl() {
    String query = "?user=" + encoded(user) + "&password=" + encoded(password);
    String more = options.isEmpty() ? "" : "&" + options;
    return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database) + query + more;
  }

  /// Opens a connection, which the caller closes.
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("ApplicationName", "interlock");
    return DriverManager.getConnection("jdbc:" + url(), properties);
  }

  @Override
  public String toString() {
    return user + "@" + url();
  }
}
