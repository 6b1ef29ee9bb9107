package dev.interlock.testkit.servers;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a server that speaks PostgreSQL's protocol is, and who comes in there.
///
/// @param database the one that is there already
/// @param password empty where none is asked for
/// @param parameters of the driver
record ServerAddress(
    String host,
    int port,
    String database,
    String user,
    String password,
    Map<String, String> parameters) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> WITHOUT_TLS = Set.of("disable", "allow", "prefer");

  /// Reads `postgresql://user:password@host:port/database?parameter=value`, or its `jdbc:` form, in
  /// which user and password may be parameters too.
  static ServerAddress parse(String url) {
    URI uri = URI.create(url.strip().replaceFirst("^jdbc:", ""));
    if (!Set.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()))
        || uri.getHost() == null) {
      // Without the URL, which has a password in it.
      throw new IllegalArgumentException("must be postgresql://user:password@host:port/database");
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    String[] userInfo =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    String user = userInfo.length > 0 ? decoded(userInfo[0]) : parameters.getOrDefault("user", "");
    String password =
        userInfo.length > 1 ? decoded(userInfo[1]) : parameters.getOrDefault("password", "");
    parameters.keySet().removeAll(Set.of("user", "password"));
    String path = String.valueOf(uri.getPath()).replaceFirst("^/", "");
    return new ServerAddress(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        path.isEmpty() ? user : path,
        user,
        password,
        parameters);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        String[] pair = parameter.split("=", 2);
        parameters.put(decoded(pair[0]), pair.length > 1 ? decoded(pair[1]) : "");
      }
    }
    return parameters;
  }

  /// Whether a connection must be encrypted: as the functions decide it.
  boolean requiresTls() {
    String mode = parameters.get("sslmode");
    return mode == null ? !LOOPBACK.contains(host) : !WITHOUT_TLS.contains(mode);
  }

  /// The file of the authorities that its certificate is checked against; empty for the JVM's own.
  String rootCertificate() {
    return parameters.getOrDefault("sslrootcert", "");
  }

  /// A database there, as `postgresql://host:port/database?parameter=value`: without user and
  /// password.
  String url(String database, Map<String, String> more) {
    return url(host, port, database, parameters.entrySet().stream(), more);
  }

  /// The same for a function, which beyond this machine insists on verify-full.
  String functionUrl(String database, Map<String, String> more) {
    Stream<Map.Entry<String, String>> allowed =
        parameters.entrySet().stream()
            .filter(each -> LOOPBACK.contains(host) || !each.getKey().equals("sslmode"));
    return url(host, port, database, allowed, more);
  }

  /// The same by way of a port of this machine, behind which nothing is encrypted.
  String functionUrlVia(int viaPort, String database, Map<String, String> more) {
    Stream<Map.Entry<String, String>> plain =
        parameters.entrySet().stream().filter(each -> !each.getKey().startsWith("ssl"));
    return url("127.0.0.1", viaPort, database, plain, more);
  }

  private static String url(
      String host,
      int port,
      String database,
      Stream<Map.Entry<String, String>> parameters,
      Map<String, String> more) {
    String query =
        Stream.concat(parameters, more.entrySet().stream())
            .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return "postgresql://"
        + host
        + ":"
        + port
        + "/"
        + database
        + (query.isEmpty() ? "" : "?" + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Without the password.
  @Override
  public String toString() {
    return user + "@" + host + ":" + port + "/" + database;
  }
}
